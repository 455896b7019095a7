/// Which redirect URIs the demo clients may use: any port and path of this machine (RFC 8252 §7.3), nothing else.
///
/// Compared as text, not as a parsed URL: where parsers disagree (`http://127.0.0.1@evil.example`, backslashes, tabs)
/// lies the attack.
enum LoopbackRedirect {
    static func allows(_ uri: String) -> Bool {
        guard uri.utf8.count <= 2000, uri.utf8.allSatisfy(isPlain) else { return false }
        for scheme in ["http://", "https://"] where uri.hasPrefix(scheme) {
            let rest = uri.dropFirst(scheme.count)
            let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            return isLoopback(authority: rest[..<end])
        }
        return false
    }

    /// Host names are compared without case, ports are 1 to 65535 or left out; user information is never allowed.
    private static func isLoopback(authority: Substring) -> Bool {
        for host in ["127.0.0.1", "[::1]", "localhost"] where authority.lowercased().hasPrefix(host) {
            let port = authority.dropFirst(host.count)
            if port.isEmpty { return true }
            guard port.first == ":", (2...6).contains(port.count),
                port.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
            else { return false }
            return (1...65535).contains(Int(port.dropFirst()) ?? 0)
        }
        return false
    }

    /// Visible ASCII without what a browser reads differently, and no fragment (RFC 6749 §3.1.2).
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"#\\\"<>^`{|}".utf8.contains(byte)
    }
}

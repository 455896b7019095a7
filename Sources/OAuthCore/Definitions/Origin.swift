#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Scheme, host and port of a URL (RFC 6454 §4), lower-cased and with the default port filled in.
public struct Origin: Sendable, Hashable {
    public var scheme: String
    /// An IPv6 address stands without its brackets.
    public var host: String
    public var port: Int

    /// nil for anything but an http or https URL with a host. A percent-encoded host is nil too: it has no honest use,
    /// and what it decodes to depends on who decodes it.
    public init?(_ url: URL) {
        guard let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http",
            var host = url.host(percentEncoded: true)?.lowercased(), !host.isEmpty, !host.contains("%")
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        let port = url.port ?? (scheme == "https" ? 443 : 80)
        guard 0...65_535 ~= port else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// 127.0.0.0/8, ::1 or localhost: traffic that never leaves this machine (RFC 8252 §7.3, RFC 6761 §6.3).
    public var isLoopback: Bool { Self.isLoopback(host) }

    /// Whether the host is an IPv4 or IPv6 address and no name.
    public var isAddress: Bool {
        host.contains(":") || host.split(separator: ".").last.map { $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } } == true
    }

    /// The same for a lower-case host without brackets. Spellings like `127.1` or `0::1` do not count: they are read
    /// differently in different places.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { 0x30...0x39 ~= $0 } && UInt8(part) != nil
            }
    }
}

extension Origin: CustomStringConvertible {
    /// `https://name`, with the port where it is not the scheme's own.
    public var description: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == (scheme == "https" ? 443 : 80) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }
}

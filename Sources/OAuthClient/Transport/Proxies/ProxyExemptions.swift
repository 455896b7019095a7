import NIOCore

/// `NO_PROXY`: hosts that are reached directly.
///
/// As in curl: `*` alone is every host; a name is itself and everything below it, with or without a leading dot; an IP
/// address is itself, or with `/bits` its network. `:port` behind an entry limits it to that port.
struct ProxyExemptions: Sendable, Equatable {
    private struct Entry: Equatable {
        var host: String
        var port: Int?
        var bits: Int?
    }

    private let entries: [Entry]
    private let isEverything: Bool

    init(_ text: String) {
        let words = text.split { $0 == "," || $0 == " " || $0 == "\t" }
        isEverything = words == ["*"]
        entries = words.map { Self.entry(String($0).lowercased()) }
    }

    func contain(host: String, port: Int) -> Bool {
        if isEverything { return true }
        var host = host
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host.hasSuffix(".") { host.removeLast() }
        let address = Self.bytes(host)
        return entries.contains { entry in
            if let wanted = entry.port, wanted != port { return false }
            guard let address else { return host == entry.host || host.hasSuffix("." + entry.host) }
            guard let network = Self.bytes(entry.host), network.count == address.count else { return false }
            return Self.share(entry.bits ?? 8 * address.count, network, address)
        }
    }

    private static func entry(_ word: String) -> Entry {
        var host = word
        var entry = Entry(host: host)
        if let slash = host.lastIndex(of: "/"), let bits = Int(host[host.index(after: slash)...]) {
            entry.bits = bits
            host = String(host[..<slash])
        }
        let colons = host.count { $0 == ":" }
        if let colon = host.lastIndex(of: ":"), colons == 1 || host[..<colon].hasSuffix("]"),
            let port = Int(host[host.index(after: colon)...])
        {
            entry.port = port
            host = String(host[..<colon])
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        while host.hasPrefix(".") { host.removeFirst() }
        if host.hasSuffix(".") { host.removeLast() }
        entry.host = host
        return entry
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        switch try? SocketAddress(ipAddress: text, port: 0) {
        case .v4(let address): withUnsafeBytes(of: address.address.sin_addr) { Array($0) }
        case .v6(let address): withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
        default: nil
        }
    }

    private static func share(_ bits: Int, _ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard (0...8 * one.count).contains(bits) else { return false }
        let whole = bits / 8
        guard one[..<whole] == other[..<whole] else { return false }
        let rest = bits % 8
        return rest == 0 || one[whole] >> (8 - rest) == other[whole] >> (8 - rest)
    }
}

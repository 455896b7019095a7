import OAuthCore

/// `--connect-to HOST:PORT:ADDR:PORT`, as curl has it: a connection for the one goes to the other.
///
/// Only the TCP connection does. The URL stays what it is, and with it the server's name in TLS, the `Host` header, which
/// tokens may be sent and what redirects are followed.
public struct ConnectionRoute: Sendable, Equatable {
    /// In lower case, without brackets; nil for every host.
    public var host: String?
    /// nil for every port.
    public var port: Int?
    /// nil: the host that the URL names.
    public var address: String?
    /// nil: the port that the URL names.
    public var addressPort: Int?

    /// Each of the four parts may be empty; an IPv6 address stands in brackets. nil for any other text.
    public init?(_ text: String) {
        guard let parts = Self.parts(of: text), parts.count == 4 else { return nil }
        for port in [parts[1], parts[3]] where !port.isEmpty {
            guard port.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(port), 1...65_535 ~= number else {
                return nil
            }
        }
        host = parts[0].isEmpty ? nil : parts[0].lowercased()
        port = Int(parts[1])
        address = parts[2].isEmpty ? nil : parts[2].lowercased()
        addressPort = Int(parts[3])
    }

    /// Separated by colons, of which those in brackets are none; the brackets are dropped. nil where they do not pair, or
    /// something stands beside them.
    private static func parts(of text: String) -> [String]? {
        var parts: [String] = []
        var rest = Substring(text)
        while true {
            if rest.first == "[" {
                guard let end = rest.firstIndex(of: "]"), end > rest.index(after: rest.startIndex) else { return nil }
                parts.append(String(rest[rest.index(after: rest.startIndex)..<end]))
                rest = rest[rest.index(after: end)...]
                guard rest.isEmpty || rest.first == ":" else { return nil }
            } else {
                let end = rest.firstIndex(of: ":") ?? rest.endIndex
                parts.append(String(rest[..<end]))
                rest = rest[end...]
            }
            if rest.isEmpty { return parts }
            rest.removeFirst()
        }
    }
}

/// Where the connection for a request goes instead.
struct ConnectionTarget: Sendable, Hashable {
    var host: String
    var port: Int
}

extension [ConnectionRoute] {
    /// The first route that fits says it; nil where none does, or it leads to where the URL leads anyway.
    func target(for origin: Origin) -> ConnectionTarget? {
        guard
            let route = first(where: { route in
                (route.host ?? origin.host) == origin.host && (route.port ?? origin.port) == origin.port
            })
        else { return nil }
        let target = ConnectionTarget(host: route.address ?? origin.host, port: route.addressPort ?? origin.port)
        return target == ConnectionTarget(host: origin.host, port: origin.port) ? nil : target
    }
}

extension ConnectionTarget: CustomStringConvertible {
    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

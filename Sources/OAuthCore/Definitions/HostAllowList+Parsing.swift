extension HostAllowList {
    /// Reads `hosts = {…}`: `name`, `name:port` or `*.name`, IPv6 addresses in brackets.
    ///
    /// An entry means https. For a loopback name, and everywhere with `allow_http`, it means http on the same port too
    /// (port 80 where none is given).
    init(parsing texts: [String], allowsPlainHTTP: Bool) throws(DefinitionProblem) {
        entries = []
        for text in texts {
            let (host, port, isWildcard) = try Self.parse(text.lowercased())
            entries.append(Entry(scheme: "https", host: host, port: port ?? 443, isWildcard: isWildcard))
            if allowsPlainHTTP || (!isWildcard && Origin.isLoopback(host)) {
                entries.append(Entry(scheme: "http", host: host, port: port ?? 80, isWildcard: isWildcard))
            }
        }
    }

    /// Exactly one origin: the default where only `base_url` is given.
    public init(_ origin: Origin) {
        entries = [Entry(scheme: origin.scheme, host: origin.host, port: origin.port, isWildcard: false)]
    }

    private static func parse(
        _ text: String
    ) throws(DefinitionProblem) -> (host: String, port: Int?, isWildcard: Bool) {
        let shown = VisibleText.of(text, limit: 100)
        if text.contains("/") || text.contains("@") {
            throw DefinitionProblem(
                "takes host names, not URLs: '\(shown)'", advice: "Write name, name:port or *.name")
        }
        let isWildcard = text.hasPrefix("*.")
        var host = isWildcard ? text.dropFirst(2) : Substring(text)
        var port: Int?
        if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") {
            port = Int(host[host.index(after: colon)...])
            guard let port, 1...65_535 ~= port else {
                throw DefinitionProblem("has no valid port in '\(shown)'", advice: "IPv6 addresses stand in brackets")
            }
            host = host[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]"), !isWildcard {
            host = host.dropFirst().dropLast()
            guard !host.isEmpty, host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                throw DefinitionProblem("has no valid address in '\(shown)'")
            }
            return (String(host), port, false)
        }
        guard Origin.isHostName(host) else {
            throw DefinitionProblem(
                "has no valid host name in '\(shown)'",
                advice: "Write name, name:port or *.name, non-ASCII names as xn--…")
        }
        if isWildcard, !host.contains(".") {
            throw DefinitionProblem("would send the token to everything below '.\(host)'", advice: "Name the hosts")
        }
        return (String(host), port, isWildcard)
    }
}

extension Origin {
    /// Labels of letters, digits, hyphens and underscores between single dots.
    static func isHostName(_ host: some StringProtocol) -> Bool {
        host.utf8.count <= 253
            && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                !label.isEmpty && label.utf8.allSatisfy { isHostByte($0) }
            }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

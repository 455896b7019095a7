/// Where the provider sends the browser back to (RFC 6749 §3.1.2, RFC 8252 §7.3).
public enum RedirectURI: Sendable, Equatable {
    /// On this machine. `port` nil: a free one is bound first and put in. `text(port:)` is sent to the character in both legs.
    /// `isSecure`: https, with a certificate of our own or the person's.
    case loopback(host: String, port: Int?, path: String, isSecure: Bool = false)
    /// Anywhere else: the person pastes the URL they land on.
    case remote(String)

    /// `http://127.0.0.1:<free port>/callback`, what a definition without `redirect_uri` means.
    public static let standard = RedirectURI.loopback(host: "127.0.0.1", port: nil, path: "/callback")
}

extension RedirectURI {
    /// The text sent in both legs. `port` is the one that was bound; it counts only where the definition names none.
    public func text(port: Int) -> String {
        switch self {
        case .remote(let text): return text
        case .loopback(let host, let fixed, let path, let isSecure):
            return "\(isSecure ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(fixed ?? port)\(path)"
        }
    }

    /// Reads `redirect_uri`, keeping every character: providers compare it with the registered one character by
    /// character (RFC 6749 §3.1.2.3).
    ///
    /// http and https on loopback are listened on; https anywhere else, schemes of applications, `urn:…`, `oob` and opaque
    /// names (eBay's RuName) are remote. A loopback URI without a port gets a free one (RFC 8252 §7.3).
    init(parsing text: String, allowsPlainHTTP: Bool) throws(DefinitionProblem) {
        let shown = VisibleText.of(text, limit: 200)
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw DefinitionProblem("has characters that no URI has: '\(shown)'", advice: "Percent-encode them")
        }
        if text.contains("#") { throw DefinitionProblem("has a fragment: '\(shown)'") }
        let scheme = ["http://", "https://"].first { text.lowercased().hasPrefix($0) }
        guard let scheme else {
            self = .remote(text)
            return
        }
        let isSecure = scheme == "https://"
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = rest[authority.endIndex...]
        let (host, port) = try Self.split(authority, shown: shown)
        guard Origin.isLoopback(host.lowercased()) else {
            guard isSecure || allowsPlainHTTP else {
                throw DefinitionProblem(
                    "is plain http beyond loopback: '\(shown)'",
                    advice: "Use https, or http://127.0.0.1/callback to be called back on this machine")
            }
            self = .remote(text)
            return
        }
        if path.contains("?") {
            throw DefinitionProblem("has a query: '\(shown)'", advice: "Leave out what follows the ?")
        }
        self = .loopback(host: host, port: port, path: String(path), isSecure: isSecure)
        if port != nil, self.text(port: 0) != text {
            throw DefinitionProblem(
                "is not written in the usual way: '\(shown)'", advice: "Write \(self.text(port: 0))")
        }
    }

    private static func split(_ authority: Substring, shown: String) throws(DefinitionProblem) -> (String, Int?) {
        var host = authority
        var port: Int?
        if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") {
            guard let number = Int(host[host.index(after: colon)...]), 0...65_535 ~= number else {
                throw DefinitionProblem("has no valid port: '\(shown)'")
            }
            port = number == 0 ? nil : number
            host = host[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, !host.contains("@") else { throw DefinitionProblem("has no valid host: '\(shown)'") }
        return (String(host), port)
    }
}

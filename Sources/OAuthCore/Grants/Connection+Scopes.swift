extension Connection {
    /// What is asked for, as it is sent; nil for nothing: some providers refuse an empty `scope`.
    public var scopeText: String? { scope.isEmpty ? nil : scope.joined(separator: parameters.scopeSeparator) }

    /// The scopes in a provider's text: separated by spaces (RFC 6749 §3.3), by commas (GitHub, Strava), or by what the
    /// definition says.
    func scopes(in text: String) -> [String] {
        let separator = parameters.scopeSeparator
        let words =
            separator.allSatisfy(\.isWhitespace)
            ? text.split { $0.isWhitespace || $0 == "," } : text.split { $0.isWhitespace || separator.contains($0) }
        return words.map(String.init)
    }

    /// What was asked for and not granted; empty where the provider does not say what it granted (then it is what was
    /// asked for, RFC 6749 §5.1). Order and repetition do not count.
    public func missingScopes(of token: Token) -> [String] {
        guard let granted = token.scope.map(Set.init) else { return [] }
        // A definition may write its list with the separator in it.
        return scope.flatMap(scopes).filter { !granted.contains($0) && !Self.isGranted($0, otherwise: token, granted) }
    }

    /// Scopes that providers grant without saying so, or under another name.
    private static func isGranted(_ scope: String, otherwise token: Token, _ granted: Set<String>) -> Bool {
        switch scope {
        case "offline_access", "offline": token.refreshToken != nil
        case "openid": token.idToken != nil
        case "email", "profile": granted.contains("https://www.googleapis.com/auth/userinfo.\(scope)")
        default: false
        }
    }
}

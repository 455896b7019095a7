extension Connection {
    /// What the definition keeps of a sign-in's callback: `realmId`, `accounts-server`.
    public func kept(from callback: CallbackParameters) -> [String: String] {
        var kept: [String: String] = [:]
        for (name, path) in response.kept where !decidesHost(name) {
            kept[name] = callback[path].flatMap { KeptValue.checked($0, besides: []) }
        }
        return kept
    }

    /// A token with what only the callback of its sign-in said: kept values, and the scopes that the person left in
    /// place (Strava).
    public func token(_ token: Token, completedBy callback: CallbackParameters) -> Token {
        var token = token
        let secrets = [token.accessToken, token.refreshToken, token.idToken].compactMap { $0?.reveal() }
        let kept = kept(from: callback).filter { !secrets.contains($0.value) }
        token.kept.merge(kept) { fromToken, _ in fromToken }
        if token.scope == nil, let scope = callback["scope"].map(scopes), !scope.isEmpty { token.scope = scope }
        return token
    }

    /// Whether a value says which host gets the token, with no list of `hosts` to hold it against. Then it is believed
    /// only from the token endpoint, not from the browser.
    private func decidesHost(_ name: String) -> Bool {
        hosts.entries.isEmpty && baseURL?.hostNames.contains(name) == true
    }
}

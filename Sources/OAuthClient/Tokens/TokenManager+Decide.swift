import OAuthCore

extension TokenManager {
    enum Decision {
        case use(Token)
        case refresh
        case authorize(OAuthError)
    }

    /// What to do with what is stored, given what this process knows of dead refresh tokens and refused grants.
    func decide(_ stored: Token?, _ connection: Connection, rejected: Redacted<String>?) -> Decision {
        let use = TokenUse.decide(
            token: stored, now: now(), margin: connection.refreshMargin, rejected: rejected,
            refreshable: !renewals(stored, connection).isEmpty, connection: connection.name,
            command: commandHint(connection))
        switch (use, stored) {
        case (.use, let stored?): return .use(stored)
        case (.use, nil), (.refresh, _): return .refresh
        case (.authorize(let error), _): return .authorize(death(of: stored, connection) ?? error)
        }
    }

    /// What is worth trying, in this order: the stored refresh token, the one that the definition brings, and the grant
    /// itself where it needs nobody.
    func renewals(_ stored: Token?, _ connection: Connection) -> [Renewal] {
        var tokens: [Redacted<String>] = []
        for token in connection.refreshCredentials(stored, at: now()) where deadRefreshTokens[token] == nil {
            if !tokens.contains(token) { tokens.append(token) }
        }
        let mayFetch = connection.fetchesItsTokens && refusal(of: connection) == nil
        return tokens.map { .refreshToken($0) } + (mayFetch ? [.grant] : [])
    }

    /// Why the provider refused the grant or the refresh token, if it did.
    func death(of stored: Token?, _ connection: Connection) -> OAuthError? {
        if let refusal = refusal(of: connection) { return refusal }
        return connection.refreshCredentials(stored, at: now()).lazy.compactMap { self.deadRefreshTokens[$0] }.first
    }

    /// What the provider said to this grant in this run. Another assertion in the same file is another grant.
    private func refusal(of connection: Connection) -> OAuthError? {
        guard let refused = refusedGrants[connection.tokenKey(profile: profile)],
            let current = try? connection.withCurrentFiles(), current.inputs == refused.inputs
        else { return nil }
        return refused.error
    }

    /// An error about a missing token that says where there is one, and why it does not count.
    func explained(
        _ error: OAuthError, stored: Token?, key: TokenKey, store: any TokenStore
    ) async -> OAuthError {
        guard stored == nil, error.kind == .authorizationRequired, let reason = await mismatch(key, store: store) else {
            return error
        }
        var explained = error
        explained.message += ": \(reason)"
        return explained
    }

    /// What is stored under the same name but another provider, client or profile; nil for nothing.
    func mismatch(_ key: TokenKey, store: any TokenStore) async -> String? {
        // An explanation is not worth a second error: the store has just been read without one.
        guard let records = try? await store.records() else { return nil }
        let others = records.map(\.key).filter { $0.connection == key.connection && $0 != key }
        if let other = others.first(where: { $0.profile == key.profile }) {
            if other.provider != key.provider {
                return "the stored login belongs to \(Self.shown(other.provider)), not to \(Self.shown(key.provider))"
            }
            if Self.client(other) == Self.client(key) {
                return "the stored login belongs to another account: username, service_account or subject has changed"
            }
            return "the stored login belongs to the client id '\(VisibleText.of(other.clientID, limit: 80))', "
                + "not to '\(VisibleText.of(key.clientID, limit: 80))'"
        }
        let profiles = others.filter { $0.provider == key.provider && $0.clientID == key.clientID }.map(\.profile)
        guard !profiles.isEmpty else { return nil }
        let names = profiles.sorted().map { "'\(VisibleText.of($0, limit: 60))'" }.joined(separator: ", ")
        return "there is a login for the profile \(names), and none for '\(VisibleText.of(key.profile, limit: 60))'"
    }

    /// The client id without what tells accounts apart.
    private static func client(_ key: TokenKey) -> Substring {
        let marks = [" user ", " for "].compactMap { key.clientID.firstRange(of: $0)?.lowerBound }
        return key.clientID[..<(marks.min() ?? key.clientID.endIndex)]
    }

    /// A provider as a message names it: token URLs may have a query.
    private static func shown(_ provider: String) -> String {
        VisibleText.of(String(provider.prefix { $0 != "?" && $0 != "#" }), limit: 200)
    }
}

import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    /// RFC 7009 §2.1: a refresh token takes its login with it, an access token only itself; unknown ones are no error.
    func revoke(_ form: Form, authorization: String?) throws(TokenError) {
        let client = try ClientCredentials.read(authorization: authorization, form: form).client(among: clients)
        guard let token = form["token"].map({ Redacted($0) }) else {
            throw TokenError("invalid_request", "token is missing")
        }
        guard let number = familyOfRefreshToken[token] ?? accessGrants[token]?.family else { return }
        guard families[number].clientID == client.id else {
            throw TokenError("unauthorized_client", "The token belongs to another client")
        }
        if accessGrants.removeValue(forKey: token) == nil { revoke(family: number) }
    }

    /// RFC 7662 §2: only a client with a secret may ask, and only of its own tokens; the rest is not active.
    func introspect(_ form: Form, authorization: String?) throws(TokenError) -> JSON {
        let client = try ClientCredentials.read(authorization: authorization, form: form).client(among: clients)
        guard client.secret != nil else {
            throw .invalidClient("Introspection needs a client that authenticates with a secret")
        }
        guard let token = form["token"].map({ Redacted($0) }) else {
            throw TokenError("invalid_request", "token is missing")
        }
        if let grant = liveGrant(token), families[grant.family].clientID == client.id {
            return description(
                client: client, scope: grant.scope, type: "Bearer", expiresAt: grant.expiresAt, issuedAt: grant.issuedAt
            )
        }
        if let number = familyOfRefreshToken[token], families[number].clientID == client.id,
            let generation = families[number].generations.last(where: { $0.pair.refreshToken == token }), honours(token)
        {
            return description(
                client: client, scope: families[number].scope, type: "refresh_token",
                expiresAt: generation.pair.refreshTokenExpiresAt, issuedAt: nil)
        }
        return ["active": false]
    }

    private func description(
        client: Client, scope: [String], type: String, expiresAt: Date?, issuedAt: Date?
    ) -> JSON {
        [
            "active": true, "scope": .string(scope.joined(separator: " ")), "client_id": .string(client.id),
            "username": .string(DemoUser.name), "sub": .string(DemoUser.subject), "token_type": .string(type),
            "exp": expiresAt.map { .integer(Int($0.timeIntervalSince1970)) },
            "iat": issuedAt.map { .integer(Int($0.timeIntervalSince1970)) }, "iss": .string(endpoints.issuer),
        ]
    }

    /// Every access token ends now; refresh tokens live on.
    func expireAccessTokens() {
        let now = Date()
        for token in accessGrants.keys { accessGrants[token]?.expiresAt = now }
    }

    /// Every login ends now, as when a person withdraws the consent at the provider.
    func revokeEverything() {
        for number in families.indices { revoke(family: number) }
    }
}

/// The one account there is.
enum DemoUser {
    static let name = "demo"
    static let password = "demo"
    static let subject = "demo-user-1"
    static let fullName = "Dana Müller-Öztürk"
    static let email = "demo@example.org"
}

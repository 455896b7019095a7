import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    /// RFC 7009 §2.1: a refresh token takes its login with it, an access token only itself; unknown ones are no error.
    func revoke(_ request: TokenRequest) throws(TokenError) {
        let client = try client(of: request)
        let form = request.form
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
    func introspect(_ request: TokenRequest) throws(TokenError) -> JSON {
        let client = try client(of: request)
        let form = request.form
        guard !client.isPublic else {
            throw .invalidClient("Introspection needs a client that authenticates with a secret")
        }
        guard let token = form["token"].map({ Redacted($0) }) else {
            throw TokenError("invalid_request", "token is missing")
        }
        if let grant = liveGrant(token), families[grant.family].clientID == client.id {
            let details = families[grant.family].details
            let binding: JSON = [
                "jkt": grant.proofKey.map { .string($0) }, "x5t#S256": grant.certificate.map { .string($0) },
            ]
            return description(
                client: client, scope: grant.scope, type: grant.proofKey == nil ? "Bearer" : "DPoP", details: details,
                expiresAt: grant.expiresAt, issuedAt: grant.issuedAt
            )
            .with("aud", grant.resources.isEmpty ? nil : .list(grant.resources.map { .string($0) }))
            .with("cnf", binding == [:] ? nil : binding).with("act", details.actor)
            .with("authorization_details", details.authorizationDetails)
        }
        if let number = familyOfRefreshToken[token], families[number].clientID == client.id,
            let generation = families[number].generations.last(where: { $0.pair.refreshToken == token }), honours(token)
        {
            return description(
                client: client, scope: families[number].scope, type: "refresh_token", details: families[number].details,
                expiresAt: generation.pair.refreshTokenExpiresAt, issuedAt: nil)
        }
        return ["active": false]
    }

    private func description(
        client: Client, scope: [String], type: String, details: LoginDetails, expiresAt: Date?, issuedAt: Date?
    ) -> JSON {
        [
            "active": true, "scope": .string(scope.joined(separator: " ")), "client_id": .string(client.id),
            "username": details.subject == DemoUser.subject ? .string(DemoUser.name) : nil,
            "sub": details.subject.map { .string($0) }, "token_type": .string(type),
            "exp": expiresAt.map { .integer(Int($0.timeIntervalSince1970)) },
            "iat": issuedAt.map { .integer(Int($0.timeIntervalSince1970)) }, "iss": .string(endpoints.issuer),
        ]
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

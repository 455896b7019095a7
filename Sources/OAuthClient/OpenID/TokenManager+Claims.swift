import OAuthCore

extension TokenManager {
    /// The verified claims of the stored login's ID token: an object. They are from the time of the sign-in, or of the
    /// last refresh that brought an ID token.
    /// - Throws: ``OAuthError`` of kind `authorizationRequired` where nobody has signed in; `config` where the provider gave
    ///   no ID token, or its keys are not known; `oauth` for an ID token that is not to be believed; what loading the
    ///   provider's keys throws.
    public func claims(for connection: Connection) async throws -> JSONValue {
        let key = connection.tokenKey(profile: profile)
        let store = try store()
        guard let token = try await store.token(for: key) else {
            throw await explained(
                .notAuthorized(connection: connection.name, command: commandHint(connection)), stored: nil, key: key,
                store: store)
        }
        if let claims = token.claims, let value = JSONValue(claims.utf8) { return value }
        guard let idToken = token.idToken else { throw OAuthError.noIDToken(connection) }
        // A login from before the definition named the keys; its nonce was checked when it came.
        let connection = try await endpoint.resolved(connection, needing: [.jwks], optional: true)
        let claims = try await endpoint.verifiedClaims(
            of: idToken, accessToken: nil, nonce: nil, previous: nil, connection: connection, now: token.obtainedAt)
        guard let claims, let value = JSONValue(claims.utf8) else {
            throw OAuthError.cannotVerifyIDTokens(connection)
        }
        return value
    }

    /// Who signed in, by the stored ID token: what answers about the person are compared with (OpenID Connect Core
    /// §5.3.2). nil where there is none.
    func subject(for connection: Connection) async throws -> String? {
        guard let token = try await store().token(for: connection.tokenKey(profile: profile)),
            connection.signsSomebodyIn
        else { return nil }
        return TokenEndpoint.believedClaims(token)?["sub"]?.text
    }
}

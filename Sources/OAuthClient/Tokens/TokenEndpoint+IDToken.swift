import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The check of ID tokens: with every token that comes, whatever the grant.
extension TokenEndpoint {
    /// The token with the claims of its ID token, where they could be verified.
    /// - Parameters:
    ///   - nonce: what the sign-in sent.
    ///   - previous: the token that was refreshed: the new ID token must be about the same person.
    /// - Throws: ``OAuthError`` of kind `oauth` for an ID token that is not to be believed; what loading the provider's
    ///   keys throws. Not at a refresh: by then the old refresh token may be worth nothing any more, and the new one has
    ///   to be kept. The ID token is left out then.
    func checkingIDToken(
        of token: Token, nonce: String?, previous: Token?, connection: Connection
    ) async throws -> Token {
        var token = token
        guard let idToken = token.idToken, connection.signsSomebodyIn else { return token }
        token.claims = previous?.claims
        if idToken == previous?.idToken { return token }
        do {
            let connection = try await resolved(connection, needing: [.jwks], optional: true)
            token.claims = try await verifiedClaims(
                of: idToken, accessToken: token.accessToken, nonce: nonce, previous: previous, connection: connection,
                now: now())
        } catch let error as OAuthError where error.isTransient && previous != nil {
            token.idToken = previous?.idToken
        }
        return token
    }

    /// A JSON object; nil where nobody could tell whether it is genuine.
    func verifiedClaims(
        of idToken: Redacted<String>, accessToken: Redacted<String>?, nonce: String?, previous: Token?,
        connection: Connection, now: Date
    ) async throws -> String? {
        let rules = IDTokenRules(
            connection, nonce: nonce, previous: previous.flatMap(Self.believedClaims), accessToken: accessToken)
        do {
            guard connection.canVerifyIDTokens else {
                if rules.nonce == nil, rules.previous == nil { return nil }
                let claims = try JWS(idToken.reveal()).unverifiedClaims()
                try rules.checkSignIn(claims)
                return nil
            }
            let (header, claims) = try await keySets.verify(
                idToken, keysAt: connection.endpoints.jwks, allowing: connection.idTokenAlgorithms,
                secret: connection.client.secret, connection: connection.name)
            try rules.check(header: header, claims: claims, now: now)
            return JSONValue.object(claims).encoded()
        } catch let failure as JWSFailure {
            throw OAuthError.idTokenRefused(failure, connection: connection)
        }
    }

    /// What the stored ID token says: it was checked when it came.
    static func believedClaims(_ token: Token) -> [String: JSONValue]? {
        if let claims = token.claims, case .object(let claims)? = JSONValue(claims.utf8) { return claims }
        return token.idToken.flatMap { try? JWS($0.reveal()).unverifiedClaims() }
    }
}

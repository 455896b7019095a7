import OAuthCore

/// What `logout` did.
public struct Forgotten: Sendable, Equatable {
    /// Whether there was a token to remove.
    public var wasStored: Bool
    /// Whether the provider has confirmed that the login has ended.
    public var isRevoked: Bool
    /// Why it has not, where it was asked to.
    public var failures: [OAuthError]
}

extension TokenManager {
    /// Removes the token from the store; with `revoking` tells the provider first (RFC 7009). A provider that cannot be
    /// told does not keep the token in the store: it is reported in ``Forgotten/failures``.
    /// - Throws: ``OAuthError`` of kind `store`.
    @discardableResult
    public func forget(_ connection: Connection, revoking: Bool = false) async throws -> Forgotten {
        let key = connection.tokenKey(profile: profile)
        let store = try store()
        let forgotten = try await store.withLock(on: key) {
            guard let token = try await store.token(for: key) else {
                return Forgotten(wasStored: false, isRevoked: false, failures: [])
            }
            let failures = revoking ? try await self.revoke(token, connection) : []
            let wasStored = try await store.remove(key)
            return Forgotten(wasStored: wasStored, isRevoked: revoking && failures.isEmpty, failures: failures)
        }
        unsavedTokens[key] = nil
        return forgotten
    }

    /// Ends the registration of a client that registered itself (RFC 7592 §2.3).
    /// - Returns: why the provider could not be told.
    /// - Throws: ``OAuthError`` of kind `store`.
    public func forgetClient(_ connection: Connection) async throws -> OAuthError? {
        try await endpoint.resolver.forgetClient(connection)
    }

    /// What went wrong. Cancellation is thrown: a login that is not yet revoked stays stored.
    private func revoke(_ token: Token, _ connection: Connection) async throws -> [OAuthError] {
        let connection = try await endpoint.resolved(connection, needing: [.revocation], optional: true)
        let requests = connection.revocationRequests(for: token)
        guard !requests.isEmpty else { return [.noRevocationURL(connection: connection.name)] }
        var failures: [OAuthError] = []
        var isAnyRevoked = false
        for request in requests {
            do {
                let answer = try await endpoint.send(request, for: connection)
                try RevocationResponse.check(
                    status: answer.status, body: answer.body, token: token, connection: connection)
                isAnyRevoked = true
            } catch let error as OAuthError {
                // RFC 7009 §2.2.1: a provider that revokes only refresh tokens says so of the access token.
                if error.oauthError == "unsupported_token_type", isAnyRevoked { continue }
                failures.append(error)
            }
        }
        return failures
    }
}

extension OAuthError {
    static func noRevocationURL(connection: String) -> OAuthError {
        OAuthError(
            .config, "'\(connection)' cannot be revoked: its definition has no revocation_url",
            advice: "End the access in your account at the provider", connection: connection)
    }
}

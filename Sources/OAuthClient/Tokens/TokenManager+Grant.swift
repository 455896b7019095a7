import OAuthCore

/// A grant that the provider has refused for good, and what was in it.
struct RefusedGrant: Sendable {
    var inputs: GrantInputs
    var error: OAuthError
}

extension TokenManager {
    /// Fetches a token by a grant that needs nobody, whatever is stored, and stores it: what `authorize` does there.
    /// - Throws: ``OAuthError`` of kind `authorizationRequired` where the grant needs a person; what the token endpoint
    ///   and the store throw.
    public func obtain(_ connection: Connection) async throws -> Token {
        try await signedIn(granted(connection), for: connection)
    }

    /// A token by the connection's grant. What stands in files is read anew: some are short-lived.
    /// - Parameter previous: the token it takes the place of: what was kept at the last sign-in stays.
    func granted(_ connection: Connection, instead previous: Token? = nil) async throws -> Token {
        let connection = try await endpoint.resolved(connection.withCurrentFiles())
        guard let request = try await connection.grantRequest(now: now()) else {
            throw OAuthError.notAuthorized(connection: connection.name, command: commandHint(connection))
        }
        let inputs = connection.inputs
        var token = try await endpoint.token(
            request, for: connection, sent: inputs.password ?? inputs.assertion ?? inputs.subjectToken)
        if let previous { token.kept.merge(previous.kept) { new, _ in new } }
        return token
    }
}

extension OAuthError {
    /// `invalid_grant` by RFC 6749 §5.2; GitHub says bad_refresh_token, Slack invalid_refresh_token, others something else. What
    /// is about the client or the request, by the standard's codes or by name, is not about the token, unless it is known that this
    /// provider means the token by it.
    fileprivate var isAboutRefreshToken: Bool {
        guard kind == .oauth, !isTransient, let code = oauthError else { return false }
        if explanation?.endsLogin == true { return true }
        let others = ["invalid_request", "unsupported_grant_type", "invalid_scope", "access_denied", "401"]
        return !others.contains(code) && !code.lowercased().contains("client")
    }
}

extension Renewal {
    /// Whether the same would be refused again. With a grant that needs nobody any final word about the refresh token is
    /// a reason to do without it.
    func isRefused(by error: OAuthError, _ connection: Connection) -> Bool {
        // What a provider says of an access token that is to renew itself has no standard: any refusal counts.
        if connection.endpoints.refreshesWith == .accessToken { return error.kind == .oauth && !error.isTransient }
        if case .refreshToken = self, !connection.fetchesItsTokens { return error.isAboutRefreshToken }
        return error.oauthError != nil && !error.isTransient
    }
}

import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A sign-in by OAuth 1.0a under way: temporary credentials are there, and the person is asked (RFC 5849 §2.2).
struct OAuth1SignIn: SignInRequest {
    let url: URL
    let connection: String
    private let temporary: OAuth1.Credentials
    private let reader: OAuth1.CallbackReader

    /// Gets temporary credentials.
    /// - Parameter callback: where the provider sends the browser back to; `oob` for a provider that shows a code.
    /// - Throws: what ``OAuth1Endpoint`` throws; `config` for a definition without the URLs.
    static func begin(
        _ connection: Connection, callback: String, endpoint: TokenEndpoint
    ) async throws -> OAuth1SignIn {
        let url = try connection.oauth1URL(.temporaryCredentials)
        let response = try await OAuth1Endpoint(endpoint).credentials(
            .temporaryCredentials, from: url, for: connection, parameters: [Parameter("oauth_callback", callback)])
        if connection.oauth1.requiresCallbackConfirmation {
            try response.checkCallbackConfirmed(connection: connection.name, url: url)
        }
        return OAuth1SignIn(
            url: try await connection.hooked(
                authorizationURL: connection.authorizationURL(for: response, callback: callback),
                keeping: ["oauth_token"]), connection: connection.name,
            temporary: response.credentials,
            reader: OAuth1.CallbackReader(
                token: response.credentials.token, requiresVerifier: connection.oauth1.requiresVerifier,
                connection: connection.name))
    }

    func judge(
        _ callback: CallbackParameters, connection: Connection, endpoint: TokenEndpoint
    ) async -> CallbackOutcome { reader.read(callback) }

    func isAnswer(_ callback: CallbackParameters) -> Bool {
        ["oauth_token", "oauth_verifier", "oauth_problem", "denied", "error"].contains { callback[$0] != nil }
    }

    /// Exchanges the temporary credentials for the token (RFC 5849 §2.3).
    func token(
        for answer: SignInAnswer, callback: CallbackParameters?, connection: Connection, endpoint: TokenEndpoint
    ) async throws -> Token {
        guard case .code(let verifier) = answer else { throw CancellationError() }
        let url = try connection.oauth1URL(.tokenCredentials)
        let parameters = verifier.reveal().isEmpty ? [] : [Parameter("oauth_verifier", verifier.reveal())]
        let response = try await OAuth1Endpoint(endpoint).credentials(
            .tokenCredentials, from: url, for: connection, token: temporary, parameters: parameters, sent: verifier)
        var token = Token(oauth1: response.credentials, obtainedAt: endpoint.now())
        for (name, source) in connection.response.kept {
            if let value = response.others.first(where: { $0.name == source })?.value { token.kept[name] = value }
        }
        return token
    }

    /// What providers say of a verifier that is none.
    func isAboutCode(_ error: OAuthError) -> Bool {
        ["verifier_invalid", "parameter_rejected", "invalid_request", "invalid_grant"].contains(error.oauthError)
    }
}

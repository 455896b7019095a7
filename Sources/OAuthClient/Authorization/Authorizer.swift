import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Gets a person to sign in. Each way has a file of its own.
public struct Authorizer: Sendable {
    let tokens: TokenManager
    let listener: any CallbackListening
    let browser: any BrowserOpening
    /// Where SSH sessions and displays are seen.
    let environment: [String: String]
    /// Where the certificate for https on loopback is kept.
    let documents: @Sendable () throws -> (any DocumentStore)?
    let now: @Sendable () -> Date
    let sleep: @Sendable (Duration) async throws -> Void

    public init(
        tokens: TokenManager, listener: any CallbackListening, browser: any BrowserOpening,
        environment: [String: String],
        documents: @escaping @Sendable () throws -> (any DocumentStore)? = { nil },
        now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.tokens = tokens
        self.listener = listener
        self.browser = browser
        self.environment = environment
        self.documents = documents
        self.now = now
        self.sleep = sleep
    }

    /// Signs in, in the way of the connection's grant, and returns a token that is already stored. Where nobody needs to
    /// sign in, a token is fetched: proof that the definition works.
    /// - Throws: ``OAuthError`` of kind `permission` where the person denies or nobody answers in time; `config` for a
    ///   port in use or a definition that cannot sign in; what the token endpoint and the store throw.
    public func authorize(
        _ connection: Connection, options: AuthorizeOptions = AuthorizeOptions(), console: some AuthorizationConsole
    ) async throws -> Token {
        if let given = connection.givenOAuth1Token(now: now()) { return given }
        let connection = try await tokens.endpoint.resolved(connection)
        let token: Token
        switch connection.grant {
        case .authorizationCode where options.usesDevice, .deviceCode:
            token = try await signInOnDevice(connection, options: options, console: console)
        case .authorizationCode, .oauth1:
            token = try await signInWithBrowser(connection, options: options, console: console)
        case .password where connection.inputs.password == nil:
            token = try await signInWithPassword(connection, console: console)
        case .refreshToken:
            token = try await tokens.token(for: connection)
        case .password, .clientCredentials, .jwtBearer, .saml2Bearer, .tokenExchange, .extension:
            token = try await tokens.obtain(connection)
        }
        for remark in Remarks.about(token, connection: connection, now: now()) { await console.note(remark) }
        return token
    }
}

import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Gets a person to sign in: authorization code with PKCE in the system's browser (RFC 8252), called back on loopback,
/// or with the address pasted where the browser is elsewhere.
public struct Authorizer: Sendable {
    let tokens: TokenManager
    let endpoint: TokenEndpoint
    let listener: any CallbackListening
    let browser: any BrowserOpening
    /// Where SSH sessions and displays are seen.
    let environment: [String: String]
    let now: @Sendable () -> Date
    let sleep: @Sendable (Duration) async throws -> Void

    public init(
        tokens: TokenManager, transport: any HTTPTransport, listener: any CallbackListening,
        browser: any BrowserOpening, environment: [String: String],
        now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.tokens = tokens
        endpoint = TokenEndpoint(transport: transport)
        self.listener = listener
        self.browser = browser
        self.environment = environment
        self.now = now
        self.sleep = sleep
    }

    /// Signs in and returns a token that is already stored. With `grant = "refresh_token"` nobody needs to sign in: the
    /// given refresh token is used.
    ///
    /// What is not the answer to this sign-in (favicons, foreign requests, wrong states) is ignored, and the wait goes
    /// on. The browser is told of success only after the token is stored.
    /// - Throws: ``OAuthError`` of kind `permission` where the person denies or nobody answers in time; `config` for a
    ///   port in use or a definition that cannot sign in; what the token endpoint and the store throw.
    public func authorize(
        _ connection: Connection, options: AuthorizeOptions = AuthorizeOptions(), console: some AuthorizationConsole
    ) async throws -> Token {
        if connection.grant == .refreshToken { return try await tokens.token(for: connection) }
        let signIn = SignIn(
            connection: connection, tokens: tokens, endpoint: endpoint, now: now, note: { await console.note($0) })
        let token: Token
        switch connection.redirectURI {
        case .remote(let text):
            try await signIn.begin(connection.authorizationRequest(redirectURI: text))
            token = try await converse(signIn, port: nil, options: options, console: console)
        case .loopback(let host, let fixedPort, let path):
            let port = try Self.port(fixed: fixedPort, asked: options.port, connection: connection)
            // Bound before the browser opens, so that the port in the address is ours.
            let bound = try await listener.listen(host: host, port: port, path: path.isEmpty ? "/" : path) {
                await signIn.answer($0)
            }
            do {
                let redirectURI = connection.redirectURI.text(port: bound.port)
                try await signIn.begin(connection.authorizationRequest(redirectURI: redirectURI))
                token = try await converse(signIn, port: bound.port, options: options, console: console)
            } catch {
                await bound.close()
                throw error
            }
            await bound.close()
        }
        for remark in Remarks.about(token, connection: connection, now: now()) { await console.note(remark) }
        return token
    }

    private static func port(fixed: Int?, asked: Int?, connection: Connection) throws -> Int? {
        if let fixed, let asked, asked != 0, fixed != asked {
            throw OAuthError(
                .config, "redirect_uri of '\(connection.name)' names port \(fixed), and --port asks for \(asked)",
                advice: "Leave out --port, or change redirect_uri here and at the provider",
                connection: connection.name)
        }
        return fixed ?? asked
    }

    /// Sends the person off and waits for the first of: callback, pasted answer, timeout, cancellation.
    private func converse(
        _ signIn: SignIn, port: Int?, options: AuthorizeOptions, console: some AuthorizationConsole
    ) async throws -> Token {
        let request = try await signIn.currentRequest()
        let guidance = Guidance(
            connection: request.connection, url: request.url.absoluteString, port: port, options: options,
            environment: environment)
        await console.note(guidance.invitation)
        if guidance.opensBrowser {
            do { try await browser.open(request.url) } catch let error as OAuthError {
                await console.note("No browser could be started: \(error.message)")
            }
        }
        var side: [Task<Void, Never>] = []
        if guidance.readsPaste {
            side.append(Task { await Self.readPastes(signIn, isListening: port != nil, console: console) })
        }
        side.append(
            Task {
                guard (try? await sleep(options.timeout)) != nil else { return }
                await signIn.timeOut(after: options.timeout)
            })
        // Not awaited: a console that reads a terminal ends only with the next line.
        defer { for task in side { task.cancel() } }
        return try await signIn.token()
    }

    private static func readPastes(
        _ signIn: SignIn, isListening: Bool, console: some AuthorizationConsole
    ) async {
        while !Task.isCancelled, let line = await console.readLine() {
            guard let complaint = await signIn.paste(line) else { return }
            await console.note("\(complaint). \(Guidance.pasteRequest)")
        }
        // With nobody listening, no answer can come any more.
        if !isListening, !Task.isCancelled { await signIn.inputEnded() }
    }
}

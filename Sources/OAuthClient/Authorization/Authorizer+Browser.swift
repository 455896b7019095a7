import OAuthCore

extension Authorizer {
    /// Authorization code with PKCE in the system's browser (RFC 8252), called back on loopback, or with the address
    /// pasted where the browser is elsewhere.
    ///
    /// What is not the answer to this sign-in (favicons, foreign requests, wrong states) is ignored, and the wait goes
    /// on. The browser is told of success only after the token is stored.
    func signInWithBrowser(
        _ connection: Connection, options: AuthorizeOptions, console: some AuthorizationConsole
    ) async throws -> Token {
        let signIn = SignIn(connection: connection, tokens: tokens, note: { await console.note($0) })
        let address = try await callbackAddress(connection, port: options.port) { await signIn.answer($0) }
        do {
            try await signIn.begin(question(connection, redirectURI: address.redirectURI))
            let token = try await converse(signIn, at: address, options: options, console: console)
            await address.listener?.close()
            return token
        } catch {
            await address.listener?.close()
            throw error
        }
    }

    /// Sends the person off and waits for the first of: callback, pasted answer, timeout, cancellation.
    private func converse(
        _ signIn: SignIn, at address: CallbackAddress, options: AuthorizeOptions,
        console: some AuthorizationConsole
    ) async throws -> Token {
        let request = try await signIn.currentRequest()
        let guidance = Guidance(
            connection: request.connection, url: request.url.absoluteString, port: address.listener?.port,
            options: options, environment: environment, host: address.host,
            fingerprint: address.certificate.flatMap { $0.isSelfSigned ? $0.fingerprint : nil })
        await console.note(guidance.invitation)
        if guidance.opensBrowser {
            do { try await browser.open(request.url) } catch let error as OAuthError {
                await console.note("No browser could be started: \(error.message)")
            }
        }
        var side: [Task<Void, Never>] = []
        if guidance.readsPaste {
            side.append(Task { await Self.readPastes(signIn, isListening: address.listener != nil, console: console) })
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

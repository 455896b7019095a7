import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One sign-in under way. Whatever brings the answer first, callback or paste, decides it.
actor SignIn {
    private let connection: Connection
    private let tokens: TokenManager
    private let note: @Sendable (String) async -> Void
    private var request: (any SignInRequest)?
    /// A code can be exchanged only once, so whoever brings it a second time (a reloaded page) waits for the first.
    private var exchange: Task<Token, any Error>?
    private var result: Result<Token, any Error>?
    private var waiter: CheckedContinuation<Token, any Error>?
    private var notedReasons: Set<String> = []
    /// Set where the time ran out during an exchange: it counts only if that code turns out to be mistyped.
    private var overdue: OAuthError?

    init(
        connection: Connection, tokens: TokenManager, note: @escaping @Sendable (String) async -> Void
    ) {
        self.connection = connection
        self.tokens = tokens
        self.note = note
    }

    func begin(_ request: any SignInRequest) { self.request = request }

    func currentRequest() throws -> any SignInRequest {
        guard let request else { throw CancellationError() }
        return request
    }

    /// Waits for the result; cancellation is one.
    func token() async throws -> Token {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if let result { continuation.resume(with: result) } else { waiter = continuation }
            }
        } onCancel: {
            Task { await finish(.failure(CancellationError())) }
        }
    }

    /// Answers a request to the callback address. Returns what is true by then: success means that the token is stored.
    func answer(_ callback: CallbackRequest) async -> CallbackReply {
        guard let request else { return .ignored }
        let parameters = CallbackParameters(callback.query)
        switch await request.judge(parameters, connection: connection, endpoint: tokens.endpoint) {
        case .ignore(let reason):
            if notedReasons.insert(reason).inserted {
                await note("Ignored a request to the callback address: \(reason)")
            }
            return .ignored
        case .failure(let error):
            guard exchange == nil else { return await reply() }
            finish(.failure(error))
            return .failure(error)
        case .code(let code):
            return await settle(.code(code), from: parameters, for: request)
        case .tokens(let tokens):
            return await settle(.tokens(tokens), from: parameters, for: request)
        }
    }

    /// Takes what a person pasted: the address they landed on, or the code alone.
    /// - Returns: why it does not do, so that they can try again; nil once the sign-in is decided.
    func paste(_ line: String) async -> String? {
        guard let request, result == nil else { return nil }
        let text = String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        if text.isEmpty { return "Nothing was pasted" }
        guard let callback = CallbackParameters(pasted: text) else {
            return await pasteCode(text, for: request)
        }
        guard request.isAnswer(callback) else { return "That address has no code" }
        switch await request.judge(callback, connection: connection, endpoint: tokens.endpoint) {
        case .ignore(let reason): return "That is not the answer to this sign-in: \(reason)"
        case .failure(let error): finish(.failure(error))
        case .code(let code):
            _ = await settle(.code(code), from: callback, for: request)
        case .tokens(let tokens):
            _ = await settle(.tokens(tokens), from: callback, for: request)
        }
        return nil
    }

    /// Takes the answer, once a mistyped one is out of the way.
    private func settle(
        _ answer: SignInAnswer, from callback: CallbackParameters, for request: any SignInRequest
    ) async -> CallbackReply {
        while result == nil {
            if exchange == nil { redeem(answer, from: callback, for: request) }
            _ = await exchange?.result
        }
        return await reply()
    }

    /// A bare code has no state to compare. PKCE binds it to this sign-in; one that is mistyped can be pasted again.
    private func pasteCode(_ text: String, for request: any SignInRequest) async -> String? {
        guard text.utf8.count <= 4096, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            return "That is neither an address nor a code"
        }
        if exchange == nil { redeem(.code(Redacted(text)), from: nil, for: request, mayBeMistyped: true) }
        _ = await exchange?.result
        return result == nil ? "The provider does not accept that code" : nil
    }

    /// The time is up, unless the person has done their part and only the exchange is missing.
    func timeOut(after timeout: Duration) async {
        let error = OAuthError.nobodySignedIn(after: timeout, connection, tokens.commandHint(connection))
        if exchange == nil { finish(.failure(error)) } else { overdue = error }
    }

    func inputEnded() async {
        guard exchange == nil else { return }
        finish(.failure(OAuthError.nothingPasted(connection, tokens.commandHint(connection))))
    }

    /// - Parameter callback: what came with the answer; nil where a person pasted the code alone.
    private func redeem(
        _ answer: SignInAnswer, from callback: CallbackParameters?, for request: any SignInRequest,
        mayBeMistyped: Bool = false
    ) {
        exchange = Task {
            do {
                var token = try await request.token(
                    for: answer, callback: callback, connection: connection, endpoint: tokens.endpoint)
                if let callback { token = connection.token(token, completedBy: callback) }
                token = try await tokens.signedIn(token, for: connection)
                finish(.success(token))
                return token
            } catch let error as OAuthError where mayBeMistyped && request.isAboutCode(error) {
                exchange = nil
                if let overdue { finish(.failure(overdue)) }
                throw error
            } catch {
                finish(.failure(error))
                throw error
            }
        }
    }

    private func reply() async -> CallbackReply {
        do {
            if let exchange { _ = try await exchange.value } else { _ = try result?.get() }
            return .success(connection: connection.name, profile: tokens.profile == "default" ? nil : tokens.profile)
        } catch let error as OAuthError {
            return .failure(error)
        } catch {
            return .failure(OAuthError(.oauth, "signing in to '\(connection.name)' was interrupted"))
        }
    }

    private func finish(_ result: Result<Token, any Error>) {
        guard self.result == nil else { return }
        self.result = result
        waiter?.resume(with: result)
        waiter = nil
    }
}

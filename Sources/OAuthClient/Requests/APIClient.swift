import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Sends requests with a connection's token, or without one: redirects by ``RedirectPolicy``, one replay after a 401,
/// waits and further attempts by ``RetryPolicy`` and by what the host says of its limits.
public struct APIClient: Sendable {
    let transport: any HTTPTransport
    let tokens: any TokenSource
    let secrets: SecretRegistry?
    let memory: ServerMemory
    let waiting: Waiting
    let now: @Sendable () -> Date
    let progress: ProgressReport?

    /// - Parameters:
    ///   - secrets: learns every token before it is sent, so that traces and logs can leave it out.
    ///   - memory: the one that the token endpoint has.
    ///   - retries: the command line's number of them, for requests that may be sent again.
    ///   - progress: is told of waits, and of the bytes of bodies as they go and come.
    ///   - log: gets a line for each wait: what for, and why.
    ///   - now: the wall clock.
    public init(
        transport: any HTTPTransport, tokens: any TokenSource, secrets: SecretRegistry? = nil,
        memory: ServerMemory = ServerMemory(), retries: Int? = nil, pacing: Pacing = .real,
        progress: ProgressReport? = nil, log: (@Sendable (String) -> Void)? = nil,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.transport = transport
        self.tokens = tokens
        self.secrets = secrets
        self.memory = memory
        self.waiting = Waiting(retries: retries, pacing: pacing, progress: progress, log: log, now: now)
        self.now = now
        self.progress = progress
    }

    /// Whatever the server answers in the end; an error status does not throw, unless the server wants to be left alone
    /// for longer than the request waits.
    /// - Parameter connection: whose token is sent; nil for none.
    /// - Throws: ``OAuthError``: `config` where the URL is none of the connection's hosts, before a token is even read;
    ///   `network`, `timeout`; `decode` for a response beyond the limit; `http` for a redirect that is not followed, and
    ///   `rate_limited`, or `http` with the status, for a time that is too long (``OAuthError/retryAfter``);
    ///   `store` where `savePath` cannot be written; whatever the token source throws.
    public func send(_ request: APIRequest, as connection: Connection? = nil) async throws -> APIResponse {
        do {
            return try await persist(request, connection)
        } catch var error as OAuthError {
            if error.connection == nil { error.connection = connection?.name }
            throw error
        }
    }

    /// Leaves a secret out of traces from now on.
    public func conceal(_ secret: Redacted<String>) { secrets?.add(secret) }

    func finish(_ attempt: Attempt, of request: APIRequest, to download: Download?) async throws -> APIResponse {
        let response = attempt.response
        var result = APIResponse(
            status: response.status, reason: response.reason, httpVersion: response.httpVersion, url: attempt.url,
            headers: response.headers, body: [],
            wasReplayed: attempt.wasReplayed, redirects: attempt.redirects)
        result.leftOrigin = attempt.leftOrigin
        do {
            if let download, result.isOK {
                let saved = try await download.receive(response)
                (result.savedBytes, result.checksum) = (saved.bytes, saved.checksum)
            } else if request.streaming.applies(to: result) {
                response.timer?.limitPieces()
                let stream = ResponseStream(
                    response.body, charset: result.headers[.contentType].flatMap(Charset.init(contentType:)),
                    lineLimit: request.responseLimit)
                if request.streaming != .body { try await stream.awaitFirstLine() }
                result.stream = stream
            } else {
                result.body = try await collect(response.body, limit: request.responseLimit)
            }
        } catch var error as OAuthError {
            if error.url == nil { error.url = attempt.url.withoutSecrets }
            throw error
        }
        return result
    }

    /// A small body that is not packed is taken as it comes. Others take time: not that of the thread they come in on.
    private func collect(_ body: ResponseBody, limit: Int) async throws -> [UInt8] {
        let advice = "Write large responses to a file with save=, which has no limit"
        if let length = body.expectedLength, length <= ResponseReceiver.window {
            return try await body.collect(limit: limit, advice: advice)
        }
        return try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await body.collect(limit: limit, advice: advice)
        }
    }
}

extension APIRequest.Streaming {
    fileprivate func applies(to response: APIResponse) -> Bool {
        guard response.isOK else { return false }
        switch self {
        case .off: return false
        case .body, .lines(types: nil): return true
        case .lines(let types?):
            return types.contains(OAuthCore.MediaType(response.headers[.contentType] ?? "").essence)
        }
    }
}

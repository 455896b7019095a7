import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Sends requests with a connection's token, or without one: redirects by ``RedirectPolicy``, one replay after a 401.
public struct APIClient: Sendable {
    private let transport: any HTTPTransport
    private let tokens: any TokenSource
    private let secrets: SecretRegistry?
    private let memory: ServerMemory
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - secrets: learns every token before it is sent, so that traces and logs can leave it out.
    ///   - memory: the one that the token endpoint has.
    ///   - now: the wall clock.
    public init(
        transport: any HTTPTransport, tokens: any TokenSource, secrets: SecretRegistry? = nil,
        memory: ServerMemory = ServerMemory(), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.transport = transport
        self.tokens = tokens
        self.secrets = secrets
        self.memory = memory
        self.now = now
    }

    /// Whatever the server answers in the end; an error status does not throw.
    /// - Parameter connection: whose token is sent; nil for none.
    /// - Throws: ``OAuthError``: `config` where the URL is none of the connection's hosts, before a token is even read;
    ///   `network`, `timeout`; `decode` for a response beyond the limit; `http` for a redirect that is not followed;
    ///   `store` where `savePath` cannot be written; whatever the token source throws.
    public func send(_ request: APIRequest, as connection: Connection? = nil) async throws -> APIResponse {
        do {
            return try await exchange(request, connection)
        } catch var error as OAuthError {
            if error.connection == nil { error.connection = connection?.name }
            throw error
        }
    }

    /// Leaves a secret out of traces from now on.
    public func conceal(_ secret: Redacted<String>) { secrets?.add(secret) }

    private func exchange(_ request: APIRequest, _ connection: Connection?) async throws -> APIResponse {
        var signer: RequestSigner?
        var kept: KeptValues?
        var early: Token?
        if let connection {
            secrets?.add(connection)
            if KeptValues.areNeeded(by: request, of: connection) {
                early = try await token(for: connection, rejecting: nil)
            }
            kept = KeptValues(connection, token: early)
        }
        let base = try kept?.baseURL(of: request.url)
        let url = try RequestURL.make(
            kept?.filled(request.url) ?? request.url, base: base, query: request.query, connection: connection?.name)
        try connection?.checkMayReceiveToken(url, base: base)
        var hop = try outgoing(request, url, kept)
        hop.identity = try connection?.clientIdentity()
        if let connection, !connection.placement.isGiven(in: request.headers) {
            if early == nil { early = try await token(for: connection, rejecting: nil) }
            signer = early.map { RequestSigner(connection: connection, token: $0, memory: memory, now: now) }
        }

        let clock = ContinuousClock()
        let start = clock.now
        let policy = RedirectPolicy(sensitiveHeaders: request.sensitiveHeaders.union(kept?.secretHeaders ?? []))
        var history: [URL] = []
        var hasLearned = false
        var wasReplayed = false
        while true {
            hop.timeouts.elapsed = clock.now - start
            let sent = try await signer?.signed(hop) ?? hop
            let response = try await transport.send(sent)
            if let signer, signer.learns(from: response, to: sent), !hasLearned {
                hasLearned = true
                await response.body.drain()
                continue
            }
            if response.status == 401, !wasReplayed, let old = signer {
                let fresh = try await token(for: old.connection, rejecting: old.token.accessToken)
                if fresh.accessToken != old.token.accessToken {
                    wasReplayed = true
                    signer = old.with(fresh)
                    await response.body.drain()
                    continue
                }
            }
            if request.followsRedirects {
                switch policy.decide(hop, response, history: history) {
                case .stop: break
                case .refuse(let error): throw error
                case .follow(let next):
                    await response.body.drain()
                    history.append(hop.url)
                    // The token stays where it was meant to go.
                    if Origin(next.url) != Origin(hop.url) { signer = nil }
                    hop = next
                    // A server may repeat the token in its Location; the signer adds it again where it belongs.
                    if let connection { hop.url = connection.placement.removed(from: hop.url) }
                    continue
                }
            }
            return try await finish(response, of: request, hop: hop, redirects: history.count, wasReplayed: wasReplayed)
        }
    }

    private func token(for connection: Connection, rejecting rejected: Redacted<String>?) async throws -> Token {
        let token = try await tokens.token(for: connection, rejecting: rejected)
        secrets?.add(token)
        return token
    }

    private func outgoing(_ request: APIRequest, _ url: URL, _ kept: KeptValues?) throws(OAuthError) -> TransportRequest
    {
        let content = request.body.outgoing
        var headers: HTTPFields = [.accept: "application/json, */*;q=0.8"]
        headers[.contentType] = content.contentType
        var withheld: Set<HTTPField.Name> = []
        if let kept { (headers, withheld) = try kept.headers(over: headers, under: request.headers) }
        for name in Set(request.headers.map(\.name)) { headers[name] = nil }
        for field in request.headers { headers.append(field) }
        let (url, credentials) = url.splittingUserInformation
        if headers[.authorization] == nil { headers[.authorization] = credentials?.basic }
        return TransportRequest(
            method: request.method, url: url, headers: headers, body: content.body, timeouts: request.timeouts,
            withheldHeaders: withheld)
    }

    private func finish(
        _ response: TransportResponse, of request: APIRequest, hop: TransportRequest, redirects: Int, wasReplayed: Bool
    ) async throws -> APIResponse {
        var result = APIResponse(
            status: response.status, reason: response.reason, httpVersion: response.httpVersion, url: hop.url,
            headers: response.headers, body: [],
            wasReplayed: wasReplayed, redirects: redirects)
        do {
            if let path = request.savePath, result.isOK, request.method != "HEAD" {
                result.savedBytes = try await save(response.body, to: path)
            } else {
                result.body = try await response.body.collect(
                    limit: request.responseLimit,
                    advice: "Write large responses to a file with save=, which has no limit")
            }
        } catch var error as OAuthError {
            if error.url == nil { error.url = hop.url.withoutSecrets }
            throw error
        }
        return result
    }

    private func save(_ body: ResponseBody, to path: String) async throws -> Int {
        var file = try DownloadFile(path: path)
        do {
            for try await chunk in body { try file.write(chunk) }
            try file.commit()
        } catch {
            file.discard()
            throw error
        }
        return file.size
    }
}

extension URL {
    /// `https://user:password@host/` as the URL without them and the credentials that they mean, as in curl.
    fileprivate var splittingUserInformation: (url: URL, credentials: BasicCredentials?) {
        guard user != nil, var components = URLComponents(url: self, resolvingAgainstBaseURL: true) else {
            return (self, nil)
        }
        let credentials = BasicCredentials(user: components.user ?? "", password: components.password ?? "")
        components.user = nil
        components.password = nil
        return (components.url ?? self, credentials)
    }
}

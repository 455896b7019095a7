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

    /// - Parameter secrets: learns every token before it is sent, so that traces and logs can leave it out.
    public init(transport: any HTTPTransport, tokens: any TokenSource, secrets: SecretRegistry? = nil) {
        self.transport = transport
        self.tokens = tokens
        self.secrets = secrets
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

    private func exchange(_ request: APIRequest, _ connection: Connection?) async throws -> APIResponse {
        let url = try RequestURL.make(
            request.url, base: connection?.baseURL, query: request.query, connection: connection?.name)
        try connection?.checkMayReceiveToken(url)
        var hop = outgoing(request, url)
        var sender: Authorized?
        if let connection, request.headers[.authorization] == nil {
            sender = Authorized(connection: connection, token: try await token(for: connection, rejecting: nil))
            sender?.sign(&hop)
        }

        let clock = ContinuousClock()
        let start = clock.now
        let policy = RedirectPolicy(sensitiveHeaders: request.sensitiveHeaders)
        var history: [URL] = []
        var wasReplayed = false
        while true {
            hop.timeouts.elapsed = clock.now - start
            var response = try await transport.send(hop)
            if response.status == 401, !wasReplayed, let old = sender, hop.headers[.authorization] != nil {
                let fresh = try await token(for: old.connection, rejecting: old.token.accessToken)
                if fresh.accessToken != old.token.accessToken {
                    await response.body.drain()
                    sender = Authorized(connection: old.connection, token: fresh)
                    sender?.sign(&hop)
                    wasReplayed = true
                    hop.timeouts.elapsed = clock.now - start
                    response = try await transport.send(hop)
                }
            }
            if request.followsRedirects {
                switch policy.decide(hop, response, history: history) {
                case .stop: break
                case .refuse(let error): throw error
                case .follow(let next):
                    await response.body.drain()
                    history.append(hop.url)
                    hop = next
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

    private func outgoing(_ request: APIRequest, _ url: URL) -> TransportRequest {
        let content = request.body.outgoing
        var headers = request.headers
        if headers[.accept] == nil { headers[.accept] = "application/json, */*;q=0.8" }
        if headers[.contentType] == nil, let type = content.contentType { headers[.contentType] = type }
        let (url, credentials) = url.splittingUserInformation
        if headers[.authorization] == nil { headers[.authorization] = credentials?.basic }
        return TransportRequest(
            method: request.method, url: url, headers: headers, body: content.body, timeouts: request.timeouts)
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

/// A connection and the token that its request carries.
private struct Authorized {
    let connection: Connection
    let token: Token

    /// RFC 6750 §2.1. Always `Bearer`: providers that name the type otherwise, or not at all, want it too.
    func sign(_ request: inout TransportRequest) {
        request.headers[.authorization] = "Bearer \(token.accessToken.reveal())"
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

import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What one attempt brought: the answer's head, its body still to be read.
struct Attempt: Sendable {
    var response: TransportResponse
    /// What it says of waiting.
    var answer: Gate.Answer
    /// Where it came from.
    var url: URL
    var redirects: Int
    var wasReplayed: Bool
    /// Whether a redirect led to another origin.
    var leftOrigin: Bool
}

/// Why there is no token: the token endpoint has its own rules for what is tried again.
struct TokenFailure: Error {
    var error: OAuthError
}

extension APIClient {
    /// Sends a request once: redirects, and what a server must be told again, included.
    /// - Parameter download: where its body goes; made by the first attempt, and continued by the others.
    /// - Throws: ``TokenFailure`` where there is no token.
    func attempt(
        _ request: APIRequest, _ connection: Connection?, _ patience: inout Patience, _ download: inout Download?
    ) async throws -> Attempt {
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

        if download == nil { download = Download(request, url: url) }
        let clock = ContinuousClock()
        let start = clock.now
        /// Getting a place, or another token.
        var waitedForOthers = Duration.zero
        let waitedBefore = patience.waitedAtGates
        let policy = RedirectPolicy(sensitiveHeaders: request.sensitiveHeaders.union(kept?.secretHeaders ?? []))
        var history: [URL] = []
        var hasLearned = false
        var wasReplayed = false
        var leftOrigin = false
        while true {
            // What may fail comes first: whoever passes a gate must leave it.
            var sending = try download?.prepared(hop) ?? hop
            let passage = try await patience.pass(to: hop.url)
            let waitedAtGates = patience.waitedAtGates - waitedBefore
            sending.timeouts.elapsed = clock.now - start - waitedAtGates - waitedForOthers
            let (sent, response, answer) = try await transmit(sending, signer, passage)
            waitedForOthers += response.waited
            if let signer, signer.learns(from: response, to: sent), !hasLearned {
                hasLearned = true
                await response.body.drain()
                continue
            }
            if response.rejectsToken, !wasReplayed, let old = signer {
                let asked = clock.now
                let fresh = try await token(for: old.connection, rejecting: old.token.accessToken)
                waitedForOthers += clock.now - asked
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
                    if Origin(next.url) != Origin(hop.url) {
                        signer = nil
                        leftOrigin = true
                    }
                    hop = next
                    // A server may repeat the token in its Location; the signer adds it again where it belongs.
                    if let connection { hop.url = connection.placement.removed(from: hop.url) }
                    continue
                }
            }
            if try download?.isRefused(by: response) == true {
                await response.body.drain()
                continue
            }
            return Attempt(
                response: response, answer: answer, url: hop.url, redirects: history.count, wasReplayed: wasReplayed,
                leftOrigin: leftOrigin)
        }
    }

    /// Signs as late as possible: proofs and signatures have a time.
    private func transmit(
        _ hop: TransportRequest, _ signer: RequestSigner?, _ passage: Gates.Passage?
    ) async throws -> (sent: TransportRequest, response: TransportResponse, answer: Gate.Answer) {
        var known: Gate.Answer?
        defer { if let passage { waiting.gates.leave(passage, answer: known) } }
        let sent = try await signer?.signed(hop) ?? hop
        var response = try await transport.send(sent)
        if let progress { response.body = response.body.counted { progress(.received(bytes: $0)) } }
        let answer = waiting.answer(response)
        known = answer
        return (sent, response, answer)
    }

    private func token(for connection: Connection, rejecting rejected: Redacted<String>?) async throws -> Token {
        do {
            let token = try await tokens.token(for: connection, rejecting: rejected)
            secrets?.add(token)
            return token
        } catch let error as OAuthError {
            throw TokenFailure(error: error)
        }
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
        var outgoing = TransportRequest(
            method: request.method, url: url, headers: headers, body: content.body, timeouts: request.timeouts,
            withheldHeaders: withheld)
        outgoing.timeouts.mayStream = request.streaming != .off
        if let progress { outgoing.sent = { progress(.sent(bytes: $0)) } }
        return outgoing
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

extension TransportResponse {
    /// 401, or 400 with a challenge that names `invalid_token` (RFC 6750 §3.1), as Facebook answers.
    fileprivate var rejectsToken: Bool {
        status == 401 || (status == 400 && headers[values: .wwwAuthenticate].contains { $0.contains("invalid_token") })
    }
}

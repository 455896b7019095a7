import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Asks for temporary and for token credentials (RFC 5849 §2.1, §2.3). Redirects are never followed: a signature holds
/// for one URL.
struct OAuth1Endpoint: Sendable {
    let transport: any HTTPTransport
    let memory: ServerMemory
    /// The wall clock.
    let now: @Sendable () -> Date

    init(_ endpoint: TokenEndpoint) {
        transport = endpoint.transport
        memory = endpoint.memory
        now = endpoint.now
    }

    /// - Parameters:
    ///   - token: what the request is signed with besides the client's secret.
    ///   - parameters: `oauth_callback` or `oauth_verifier`.
    ///   - sent: what an error message must not repeat.
    /// - Throws: what ``OAuth1/CredentialsResponse`` throws; `network` or `timeout`; `config` for a key that cannot sign.
    func credentials(
        _ step: OAuth1.Step, from url: URL, for connection: Connection, token: OAuth1.Credentials? = nil,
        parameters: [Parameter], sent: Redacted<String>? = nil
    ) async throws -> OAuth1.CredentialsResponse {
        do {
            var answer = try await send(url, connection, token, step, parameters)
            // Signed once more, with the time that the provider says it is.
            if let origin = Origin(url), answer.status == 401 || answer.problem?.isAboutTime == true,
                memory.learnClock(of: origin, from: answer.headers, now: now())
            {
                answer = try await send(url, connection, token, step, parameters)
            }
            return try OAuth1.CredentialsResponse(
                step, status: answer.status, headers: answer.headers, body: answer.body, connection: connection.name,
                url: url, sent: [connection.client.secret, token?.token, token?.secret, sent])
        } catch var error as OAuthError {
            error.connection = error.connection ?? connection.name
            throw error
        }
    }

    private struct Answer {
        var status: Int
        var headers: HTTPFields
        var body: [UInt8]

        var problem: OAuth1.Problem? { OAuth1.Problem(headers: headers, body: body) }
    }

    private func send(
        _ url: URL, _ connection: Connection, _ token: OAuth1.Credentials?, _ step: OAuth1.Step,
        _ parameters: [Parameter]
    ) async throws -> Answer {
        let fields = step == .tokenCredentials ? connection.parameters.token.applied(to: []) : []
        let isForm = !fields.isEmpty || connection.oauth1.placement == .body
        let signed = try connection.oauth1Signer(token: token).sign(
            OAuth1.Request(
                method: "POST", url: url.absoluteString, form: isForm ? Array(FormEncoding.encode(fields).utf8) : nil,
                protocolParameters: parameters),
            placement: connection.oauth1.placement, stamp: memory.stamp(for: url, now: now()))
        var headers: HTTPFields = [.accept: "*/*"]
        if isForm { headers[.contentType] = "application/x-www-form-urlencoded" }
        if let authorization = signed.authorization { headers[.authorization] = authorization.reveal() }
        let response = try await transport.send(
            TransportRequest(
                method: "POST", url: URL(string: signed.url) ?? url, headers: headers,
                body: signed.form.map { .secret($0) } ?? .none, timeouts: TokenEndpoint.timeouts,
                isConfidential: true))
        let body = try await response.body.collect(limit: TokenResponse.bodyLimit)
        return Answer(status: response.status, headers: response.headers, body: body)
    }
}

extension ServerMemory {
    /// A fresh nonce, and the time by the clock of the server that this URL names.
    func stamp(for url: URL, now: Date) -> OAuth1.Stamp {
        let offset = Origin(url).map { clockOffset(of: $0) / .seconds(1) } ?? 0
        return OAuth1.Stamps.shared.next(now: now, offset: Int(offset.rounded()))
    }
}

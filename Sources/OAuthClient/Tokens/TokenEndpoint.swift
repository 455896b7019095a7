import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Sends requests to the token endpoint and its neighbours. Redirects are never followed: their forms hold secrets.
///
/// The one way there, whatever the grant: the draft is completed, sent and its answer read.
public struct TokenEndpoint: Sendable {
    struct Answer: Sendable {
        var url: URL
        var status: Int
        var headers: HTTPFields
        var body: [UInt8]
    }

    /// Other processes may wait for the lock meanwhile, so this is shorter than for other requests.
    static let timeouts = Timeouts(total: .seconds(30))

    let transport: any HTTPTransport
    let resolver: any ConnectionResolving
    let memory: ServerMemory
    let keySets: KeySets
    /// The wall clock.
    let now: @Sendable () -> Date

    public init(
        transport: any HTTPTransport, resolver: any ConnectionResolving = CompleteDefinitions(),
        memory: ServerMemory = ServerMemory(), keySets: KeySets? = nil, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.transport = transport
        self.resolver = resolver
        self.memory = memory
        self.keySets = keySets ?? KeySets(transport: transport, now: now)
        self.now = now
    }

    /// The connection with everything that the provider says about itself.
    func resolved(_ connection: Connection) async throws -> Connection { try await resolver.resolved(connection) }

    /// The same for an operation that needs only these endpoints; `optional` ones may stay nil.
    func resolved(
        _ connection: Connection, needing endpoints: [ProviderEndpoint], optional: Bool = false
    ) async throws -> Connection {
        try await resolver.resolved(connection, needing: endpoints, optional: optional)
    }

    /// The same for a refresh. What is only useful is not worth failing for.
    func resolvedForRefresh(_ connection: Connection) async throws -> Connection {
        let able = try await resolver.resolved(connection, needing: connection.endpointsOfARefresh, optional: false)
        return (try? await resolver.resolved(able, needing: able.usefulEndpoints, optional: true)) ?? able
    }

    /// Sends a draft, and reads a token from its answer: bound to a key where the definition says so, its ID token checked.
    /// - Parameters:
    ///   - previous: the token being renewed: what the provider does not repeat stays as it was.
    ///   - sent: what an error message must not repeat, besides the previous tokens.
    /// - Throws: as ``send(_:for:)`` and ``TokenResponse/read(status:headers:body:now:previous:connection:sent:)``, with
    ///   ``OAuthError/retryAfter`` where the server names it; and what ``KeySets`` and the ID token's check throw.
    func token(
        _ draft: TokenEndpointRequest, for connection: Connection, previous: Token? = nil,
        sent: Redacted<String>? = nil
    ) async throws -> Token {
        var draft = draft
        draft.token = draft.token ?? previous
        draft.dpopKey = try await dpopKey(for: draft, connection: connection, previous: previous)
        var answer = try await send(draft, for: connection)
        let secrets = [sent, previous?.refreshToken, previous?.accessToken]
        do {
            answer.body = try await connection.hookedAnswer(
                status: answer.status, headers: answer.headers, body: answer.body, sent: secrets)
        } catch {
            // By now the old refresh token may be worth nothing: a mistake in the hook must not cost the login.
            guard previous != nil, let token = try? read(answer, previous: previous, connection, sent: sent) else {
                throw error
            }
            throw TokenDespiteFailure(token: token, failure: error)
        }
        var token: Token
        do {
            token = try read(answer, previous: previous, connection, sent: sent)
        } catch {
            var error = try await connection.hookedFailure(error, body: answer.body, sent: secrets)
            error.retryAfter = RetryAfter.delay(answer.headers, now: now())
            throw error
        }
        token.kept.merge(connection.grantedDetails(in: answer.body)) { _, new in new }
        if let key = draft.dpopKey { token = try token.bound(to: key, connection: connection) }
        return try await checkingIDToken(of: token, nonce: draft.nonce, previous: previous, connection: connection)
    }

    private func read(
        _ answer: Answer, previous: Token?, _ connection: Connection, sent: Redacted<String>?
    ) throws(OAuthError) -> Token {
        try TokenResponse.read(
            status: answer.status, headers: answer.headers, body: answer.body, now: now(), previous: previous,
            connection: connection, sent: sent)
    }

    /// Completes a draft and sends it.
    /// - Throws: ``OAuthError`` of kind `network` or `timeout`, `decode` for a huge answer, or `config` for a definition
    ///   that cannot prove the client.
    func send(_ draft: TokenEndpointRequest, for connection: Connection) async throws -> Answer {
        do {
            var answer = try await exchange(draft, for: connection)
            if draft.dpopKey != nil, learns(from: answer) {
                answer = try await exchange(draft, for: connection)
            }
            guard connection.client.isRegisteredDynamically, Self.refusesClient(answer) else { return answer }
            await resolver.clientWasRefused(connection)
            // Codes and refresh tokens belong to the client that is gone; these two begin anew.
            guard draft.purpose == .grant || draft.purpose == .deviceAuthorization else { return answer }
            return try await exchange(draft, for: resolver.resolved(connection))
        } catch var error as OAuthError {
            error.connection = error.connection ?? connection.name
            throw error
        }
    }

    /// RFC 6749 §5.2.
    private static func refusesClient(_ answer: Answer) -> Bool {
        [400, 401].contains(answer.status) && JSONValue(answer.body)?["error"]?.text == "invalid_client"
    }

    /// Everything in the request is new for each: an assertion may count only once, as a proof does.
    private func exchange(_ draft: TokenEndpointRequest, for connection: Connection) async throws -> Answer {
        var request = try await connection.hooked(connection.completed(draft, now: now()))
        try prove(&request)
        let response = try await transport.send(
            TransportRequest(
                method: request.method.rawValue, url: request.target, headers: request.headers,
                body: request.body.reveal().isEmpty ? .none : .secret(request.body), timeouts: Self.timeouts,
                isConfidential: true, withheldHeaders: request.omittedHeaders, identity: try connection.clientIdentity()
            ))
        let body = try await response.body.collect(limit: TokenResponse.bodyLimit)
        return Answer(url: request.url, status: response.status, headers: response.headers, body: body)
    }
}

/// A refresh has brought tokens that must be stored, although something of ours has failed since.
struct TokenDespiteFailure: Error {
    var token: Token
    var failure: any Error
}

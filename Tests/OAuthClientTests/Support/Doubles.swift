import Foundation
import Synchronization

@testable import OAuthClient
@testable import OAuthCore

/// Hands out tokens in turn, the next one whenever the one before is rejected.
final class TokenSequence: TokenSource {
    private let state: Mutex<(tokens: [String], rejected: [String])>

    init(_ tokens: String...) { state = Mutex((tokens, [])) }

    var rejected: [String] { state.withLock { $0.rejected } }

    func token(for connection: Connection, rejecting: Redacted<String>?) async throws -> Token {
        let text = state.withLock { state in
            if let rejecting {
                state.rejected.append(rejecting.reveal())
                if state.tokens.count > 1, state.tokens[0] == rejecting.reveal() { state.tokens.removeFirst() }
            }
            return state.tokens[0]
        }
        return Token(accessToken: Redacted(text), type: "bearer", obtainedAt: Date(timeIntervalSince1970: 0))
    }
}

/// Collects what a tracer writes.
final class Lines: Sendable {
    private let storage = Mutex("")
    var text: String { storage.withLock { $0 } }
    func add(_ more: String) { storage.withLock { $0 += more } }
}

extension Connection {
    /// A connection of the name `test` whose token may go to the given hosts.
    static func test(
        base: String? = nil, hosts: [HostAllowList.Entry], allowsPlainHTTP: Bool = false
    ) -> Connection {
        var endpoints = EndpointURLs()
        endpoints.token = URL(string: "https://auth.example/token")!
        var client = Client()
        client.id = "id"
        return Connection(
            name: "test", grant: .authorizationCode, endpoints: endpoints, client: client, scope: [],
            baseURL: base.map { BaseURL($0) }, hosts: HostAllowList(entries: hosts),
            allowsPlainHTTP: allowsPlainHTTP, refreshMargin: .seconds(60))
    }
}

extension HostAllowList.Entry {
    static func loopback(_ port: Int, host: String = "127.0.0.1") -> HostAllowList.Entry {
        HostAllowList.Entry(scheme: "http", host: host, port: port, isWildcard: false)
    }

    static func https(_ host: String) -> HostAllowList.Entry {
        HostAllowList.Entry(scheme: "https", host: host, port: 443, isWildcard: false)
    }
}

extension AsyncHTTPTransport {
    /// With an environment that holds nothing but what a test puts there.
    static func test(
        _ environment: [String: String] = [:], caFile: String? = nil, tracer: (any TransportTracer)? = nil,
        routes: [String] = []
    ) -> AsyncHTTPTransport {
        AsyncHTTPTransport(
            TransportConfiguration(
                environment: environment, caFile: caFile, tracer: tracer,
                routes: routes.compactMap(ConnectionRoute.init)))
    }

    func text(_ request: TransportRequest) async throws -> String {
        String(decoding: try await send(request).body.collect(limit: 1 << 20), as: UTF8.self)
    }
}

/// What `body` throws, where it is an ``OAuthError``.
func failure<R>(of body: () async throws -> R) async -> OAuthError? {
    do {
        _ = try await body()
        return nil
    } catch { return error as? OAuthError }
}

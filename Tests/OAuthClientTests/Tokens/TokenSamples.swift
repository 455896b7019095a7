import Foundation
import Synchronization

@testable import OAuthClient
@testable import OAuthCore

let instant = Date(timeIntervalSince1970: 1_700_000_000)

struct NoSecrets: SecretSource {
    func secret(named name: String) -> Redacted<String>? { nil }
}

/// A connection named `google` of a public client.
func google(_ changes: [String: DefinitionValue] = [:]) throws -> Connection {
    let fields: [String: DefinitionValue] = [
        "name": "google", "client_id": "the-client", "authorization_url": "https://auth.example/authorize",
        "token_url": "https://auth.example/token",
    ]
    return try ConnectionDefinition(fields.merging(changes) { $1 }).connection(secrets: NoSecrets())
}

/// `a1` with the refresh token `r1`, obtained an hour before ``instant``.
func sampleToken(
    _ access: String = "a1", refresh: String? = "r1", endsIn seconds: Double? = -1, scope: [String]? = nil
) -> Token {
    Token(
        accessToken: Redacted(access), refreshToken: refresh.map { Redacted($0) },
        expiresAt: seconds.map(instant.addingTimeInterval), scope: scope, obtainedAt: instant.addingTimeInterval(-3600))
}

/// A token manager at ``instant``, with the waits between its attempts written down instead of waited for.
struct Bench {
    let store: MemoryTokenStore
    let endpoint: FakeTokenEndpoint
    let waits = Waits()
    let connection: Connection
    let manager: TokenManager

    final class Waits: Sendable {
        private let storage = Mutex<[Duration]>([])
        var all: [Duration] { storage.withLock { $0 } }
        func add(_ duration: Duration) { storage.withLock { $0.append(duration) } }
    }

    init(
        _ stored: Token? = sampleToken(), endpoint: FakeTokenEndpoint,
        connection changes: [String: DefinitionValue] = [:],
        store given: MemoryTokenStore? = nil, profile: String = "default"
    ) throws {
        let connection = try google(changes)
        self.connection = connection
        let store =
            given ?? MemoryTokenStore(stored.map { [connection.tokenKey(profile: profile): $0] } ?? [:])
        self.store = store
        self.endpoint = endpoint
        let waits = waits
        manager = TokenManager(
            store: { store }, transport: endpoint, profile: profile, now: { instant }, sleep: { waits.add($0) })
    }

    var key: TokenKey { connection.tokenKey(profile: manager.profile) }

    func token(rejecting rejected: String? = nil) async throws -> Token {
        try await manager.token(for: connection, rejecting: rejected.map { Redacted($0) })
    }
}

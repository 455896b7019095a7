import Foundation
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Connections whose grant needs nobody fetch their own tokens, and fetch them again.
@Suite struct TokenGrantTests {
    static let own: [String: DefinitionValue] = ["grant": "client_credentials", "client_secret": "s"]

    /// Gives `a1`, `a2`, … by the grant, and no refresh token.
    private func counting(expiresIn: Int = 3600) -> FakeTokenEndpoint {
        let count = Mutex(0)
        return FakeTokenEndpoint { form in
            guard form["grant_type"] != "refresh_token" else { return .invalidGrant }
            let number = count.withLock { count in
                count += 1
                return count
            }
            return .json("{\"access_token\":\"a\(number)\",\"expires_in\":\(expiresIn)}")
        }
    }

    @Test func theFirstTokenIsFetchedAndStored() async throws {
        let bench = try Bench(nil, endpoint: counting(), connection: Self.own)
        #expect(try await bench.token().accessToken.reveal() == "a1")
        #expect(try await bench.token().accessToken.reveal() == "a1")
        #expect(await bench.store.token(for: bench.key)?.accessToken.reveal() == "a1")
        #expect(bench.endpoint.forms.map { $0["grant_type"] } == ["client_credentials"])
        let later = try Bench(endpoint: counting(), connection: Self.own, store: bench.store)
        #expect(try await later.token().accessToken.reveal() == "a1")
        #expect(later.endpoint.forms.isEmpty)
    }

    @Test(arguments: [(-1, nil), (30, nil), (3600, "old")] as [(Double, String?)])
    func anotherOneWhenItEndsOrIsRejected(endsIn: Double, rejected: String?) async throws {
        let old = sampleToken("old", refresh: nil, endsIn: endsIn)
        let bench = try Bench(old, endpoint: counting(), connection: Self.own)
        #expect(try await bench.token(rejecting: rejected).accessToken.reveal() == "a1")
        #expect(bench.endpoint.forms.count == 1)
    }

    @Test func refreshingNowFetches() async throws {
        let bench = try Bench(
            sampleToken("old", refresh: nil, endsIn: 3600), endpoint: counting(), connection: Self.own)
        #expect(try await bench.manager.refresh(bench.connection).accessToken.reveal() == "a1")
        let empty = try Bench(nil, endpoint: counting(), connection: Self.own)
        #expect(try await empty.manager.refresh(empty.connection).accessToken.reveal() == "a1")
    }

    @Test func aRefreshTokenIsTriedFirst() async throws {
        let bench = try Bench(
            sampleToken(), endpoint: RotatingProvider().endpoint,
            connection: ["grant": "password", "username": "u", "password": "p"])
        #expect(try await bench.token().accessToken.reveal() == "a2")
        #expect(bench.endpoint.forms.map { $0["grant_type"] } == ["refresh_token"])
    }

    /// Whatever the provider has against the refresh token, the grant is still there.
    @Test(arguments: ["invalid_grant", "unauthorized_client", "unsupported_grant_type"])
    func withoutItTheGrantHelps(code: String) async throws {
        let endpoint = FakeTokenEndpoint { form in
            form["grant_type"] == "refresh_token"
                ? .json("{\"error\":\"\(code)\"}", status: 400) : .json("{\"access_token\":\"a9\"}")
        }
        let bench = try Bench(
            sampleToken(), endpoint: endpoint, connection: ["grant": "password", "username": "u", "password": "p"])
        #expect(try await bench.token().accessToken.reveal() == "a9")
        #expect(endpoint.forms.map { $0["grant_type"] } == ["refresh_token", "password"])
        #expect(await bench.store.token(for: bench.key)?.refreshToken == nil)
    }

    @Test func manyTasksFetchOnce() async throws {
        let endpoint = counting()
        let store = MemoryTokenStore()
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<3 {
                // Another process is another manager with the same store and its lock.
                let bench = try Bench(endpoint: endpoint, connection: Self.own, store: store)
                for _ in 0..<30 { group.addTask { try await bench.token().accessToken.reveal() } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(tokens == Array(repeating: "a1", count: 90))
        #expect(endpoint.forms.count == 1)
    }

    @Test(arguments: [
        ("invalid_grant", "Check username and password"), ("invalid_client", "client_auth"),
        ("account_locked", "Check username and password"),
    ])
    func aRefusalIsFinalInThisRun(code: String, advice: String) async throws {
        let endpoint = FakeTokenEndpoint(
            .json("{\"error\":\"\(code)\",\"error_description\":\"Not you.\"}", status: 400))
        let bench = try Bench(
            nil, endpoint: endpoint, connection: ["grant": "password", "username": "u", "password": "p"])
        for _ in 0..<3 {
            let error = await failure { try await bench.token() }
            #expect(error?.kind == .oauth)
            #expect(error?.oauthError == code)
            #expect(error?.message.contains("Not you") == true)
            #expect(error?.advice?.contains(advice) == true, "\(error?.advice ?? "")")
            #expect(error?.advice?.contains("oauthlua authorize") == false)
        }
        #expect(endpoint.forms.count == 1, "a wrong password that is sent again and again locks accounts")
        #expect(await failure { try await bench.manager.refresh(bench.connection) }?.oauthError == code)
        #expect(endpoint.forms.count == 1)
        // A person who runs `authorize` has changed something.
        _ = await failure { try await bench.manager.obtain(bench.connection) }
        #expect(endpoint.forms.count == 2)
    }

    @Test func aTokenThatIsStillValidOutlivesARefusal() async throws {
        let token = sampleToken("old", refresh: nil, endsIn: 10)
        let bench = try Bench(token, endpoint: FakeTokenEndpoint(.invalidGrant), connection: Self.own)
        for _ in 0..<3 { #expect(try await bench.token() == token) }
        #expect(bench.endpoint.forms.count == 1)
    }

    @Test(arguments: TokenRefreshTests.passing)
    func aPassingFailureIsTriedAgain(answer: FakeAnswer) async throws {
        let bench = try Bench(
            nil, endpoint: FakeTokenEndpoint(answer, answer, .json("{\"access_token\":\"a1\"}")), connection: Self.own)
        #expect(try await bench.token().accessToken.reveal() == "a1")
        #expect(bench.waits.all == [.milliseconds(500), .seconds(1)])
        let never = try Bench(nil, endpoint: FakeTokenEndpoint(answer), connection: Self.own)
        #expect(await failure { try await never.token() }?.isTransient == true)
        #expect(never.endpoint.forms.count == 3)
    }

    @Test func withoutAPasswordSomebodyMustBeAsked() async throws {
        let bench = try Bench(nil, endpoint: counting(), connection: ["grant": "password", "username": "u"])
        let error = await failure { try await bench.token() }
        #expect(error?.kind == .authorizationRequired)
        #expect(error?.advice == "Run: oauthlua authorize google")
        #expect(bench.endpoint.forms.isEmpty)
    }

    @Test func whatASignInKeptStays() async throws {
        var old = sampleToken("old", refresh: nil)
        old.kept = ["instance_url": "https://i.example"]
        let bench = try Bench(old, endpoint: counting(), connection: Self.own)
        #expect(try await bench.token().kept == ["instance_url": "https://i.example"])
    }

    @Test func statusSaysThatNobodyIsNeeded() async throws {
        func status(_ token: Token?, _ changes: [String: DefinitionValue]) async throws -> TokenStatus {
            let bench = try Bench(token, endpoint: counting(), connection: changes)
            return try await bench.manager.status(for: bench.connection)
        }
        let ended = sampleToken(refresh: nil)
        #expect(try await status(nil, Self.own).state == .refreshable)
        #expect(try await status(nil, Self.own).isRenewable)
        #expect(try await status(ended, Self.own).state == .refreshable)
        #expect(try await status(ended, Self.own).hasRefreshToken == false)
        #expect(try await status(sampleToken(refresh: nil, endsIn: 9), Self.own).state == .authorized)
        #expect(try await status(nil, ["grant": "password", "username": "u"]).state == .none)
        #expect(try await status(ended, [:]).state == .expired)
    }

    @Test func anotherUserNameIsSaid() async throws {
        let alice = try Bench(
            sampleToken(), endpoint: counting(), connection: ["grant": "password", "username": "alice"])
        let bob = try Bench(
            endpoint: counting(), connection: ["grant": "password", "username": "bob"], store: alice.store)
        let error = await failure { try await bob.token() }
        #expect(error?.message.contains("another account") == true, "\(error?.message ?? "")")
        #expect(bob.endpoint.forms.isEmpty)
    }

    // MARK: - Files

    /// A file that another program renews.
    final class Files: SecretSource {
        private let text = Mutex("first")
        func secret(named name: String) -> Redacted<String>? { nil }
        func contents(ofFile path: String, field: String, connection: String) throws -> Redacted<String> {
            Redacted(text.withLock { $0 })
        }
        func write(_ new: String) { text.withLock { $0 = new } }
    }

    @Test func aTokenInAFileIsReadForEachExchange() async throws {
        let files = Files()
        let endpoint = FakeTokenEndpoint { form in
            form["subject_token"] == "stale"
                ? .invalidGrant : .json("{\"access_token\":\"for-\(form["subject_token"]!)\"}")
        }
        let connection = try ConnectionDefinition([
            "name": "pod", "grant": "token_exchange", "token_url": "https://auth.example/token",
            "subject_token": "file:/var/run/token", "subject_token_type": "jwt",
        ]).connection(secrets: files)
        let store = MemoryTokenStore()
        let manager = TokenManager(store: { store }, transport: endpoint, now: { instant })
        #expect(try await manager.token(for: connection).accessToken.reveal() == "for-first")
        files.write("second")
        let second = try await manager.token(for: connection, rejecting: Redacted("for-first"))
        #expect(second.accessToken.reveal() == "for-second")

        files.write("stale")
        for _ in 0..<2 {
            let error = await failure { try await manager.token(for: connection, rejecting: second.accessToken) }
            #expect(error?.oauthError == "invalid_grant")
        }
        #expect(endpoint.forms.count == 3, "the same token is not sent again")
        files.write("third")
        let third = try await manager.token(for: connection, rejecting: second.accessToken)
        #expect(third.accessToken.reveal() == "for-third")
    }
}

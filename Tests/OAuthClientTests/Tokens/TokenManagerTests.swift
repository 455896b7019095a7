import Foundation
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct TokenManagerTests {
    @Test(arguments: [3600, 61, nil] as [Double?])
    func aValidTokenIsReturnedAsItIs(seconds: Double?) async throws {
        let bench = try Bench(sampleToken(endsIn: seconds), endpoint: FakeTokenEndpoint(.status(500)))
        #expect(try await bench.token() == sampleToken(endsIn: seconds))
        #expect(bench.endpoint.forms.isEmpty)
    }

    @Test(arguments: [60, 0, -86_400] as [Double])
    func anExpiringTokenIsRefreshedAndStored(seconds: Double) async throws {
        let bench = try Bench(sampleToken(endsIn: seconds), endpoint: RotatingProvider().endpoint)
        let fresh = try await bench.token()
        #expect(fresh.accessToken.reveal() == "a2")
        #expect(fresh.expiresAt == instant.addingTimeInterval(3600))
        #expect(await bench.store.token(for: bench.key) == fresh)
        #expect(
            bench.endpoint.forms == [
                ["grant_type": "refresh_token", "refresh_token": "r1", "client_id": "the-client"]
            ])
    }

    @Test(arguments: ["", ",\"refresh_token\":null", ",\"refresh_token\":\"\""])
    func theOldRefreshTokenIsKeptWhenNoneComesBack(field: String) async throws {
        let bench = try Bench(endpoint: FakeTokenEndpoint(.json("{\"access_token\":\"a2\"\(field)}")))
        #expect(try await bench.token().refreshToken?.reveal() == "r1")
        #expect(await bench.store.token(for: bench.key)?.refreshToken?.reveal() == "r1")
    }

    @Test func theStoreIsOpenedOnceAndOnlyWhenItIsNeeded() async throws {
        let opened = Mutex(0)
        let store = MemoryTokenStore()
        let manager = TokenManager(
            store: {
                opened.withLock { $0 += 1 }
                return store
            }, transport: FakeTokenEndpoint(.status(500)), now: { instant })
        #expect(opened.withLock { $0 } == 0)
        for _ in 0..<2 { _ = try await manager.status(for: google()) }
        #expect(opened.withLock { $0 } == 1)
    }

    @Test(
        arguments: [
            (nil, true, "a1", 0), ("a1", true, "a2", 1), ("other", true, "a1", 0), ("other", false, "a1", 0),
        ] as [(String?, Bool, String, Int)])
    func aRejectedTokenIsRefreshedUnlessAnotherIsStored(
        rejected: String?, hasRefreshToken: Bool, expected: String, requests: Int
    ) async throws {
        let stored = sampleToken(refresh: hasRefreshToken ? "r1" : nil, endsIn: 3600)
        let bench = try Bench(stored, endpoint: RotatingProvider().endpoint)
        #expect(try await bench.token(rejecting: rejected).accessToken.reveal() == expected)
        #expect(bench.endpoint.forms.count == requests)
    }

    @Test func aRejectedTokenWithoutARefreshTokenNeedsAPerson() async throws {
        let bench = try Bench(sampleToken(refresh: nil, endsIn: 3600), endpoint: FakeTokenEndpoint(.status(500)))
        let error = await failure { try await bench.token(rejecting: "a1") }
        #expect(error?.kind == .authorizationRequired)
        #expect(error?.message.contains("was rejected") == true)
        #expect(error?.advice == "Run: oauthlua authorize google")
    }

    /// Strava answers with the same access token while it is valid.
    @Test func aRefreshMayBringTheSameAccessToken() async throws {
        let bench = try Bench(
            sampleToken(endsIn: 3600), endpoint: FakeTokenEndpoint(.json("{\"access_token\":\"a1\"}")))
        #expect(try await bench.token(rejecting: "a1").accessToken.reveal() == "a1")
        #expect(bench.endpoint.forms.count == 1)
    }

    @Test(arguments: [nil, -1] as [Double?])
    func withoutAnythingAPersonIsNeeded(expired: Double?) async throws {
        let stored = expired.map { sampleToken(refresh: nil, endsIn: $0) }
        let bench = try Bench(stored, endpoint: FakeTokenEndpoint(.status(500)), profile: "work")
        let error = await failure { try await bench.token() }
        #expect(error?.kind == .authorizationRequired)
        #expect(error?.connection == "google")
        #expect(error?.advice == "Run: oauthlua authorize --profile work google")
        #expect(bench.endpoint.forms.isEmpty)
    }

    @Test(arguments: [
        ("google", "default", "oauthlua authorize google"), ("a b", "default", "oauthlua authorize 'a b'"),
        ("it's", "x y", "oauthlua authorize --profile 'x y' 'it'\\''s'"),
        ("dir/fetch.lua#google", "default", "oauthlua authorize dir/fetch.lua#google"),
        ("$(rm)", "default", "oauthlua authorize '$(rm)'"),
    ])
    func commandsAreFitForAShell(target: String, profile: String, expected: String) {
        #expect(TokenManager.authorizeCommand(target, profile: profile) == expected)
    }

    @Test func theCommandCanBeGiven() async throws {
        let manager = TokenManager(
            store: { MemoryTokenStore() }, transport: FakeTokenEndpoint(.status(500)),
            commandHint: { "oauthlua authorize fetch.lua#\($0.name)" })
        let error = await failure { try await manager.token(for: google()) }
        #expect(error?.advice == "Run: oauthlua authorize fetch.lua#google")
    }

    @Test(
        arguments: [
            (["token_url": "https://other.example/token?x=1"], "default", "belongs to https://auth.example/token"),
            (["client_id": "another"], "default", "belongs to the client id 'the-client', not to 'another'"),
            (["issuer": "https://auth.example"], "default", "not to https://auth.example"),
            ([:], "work", "there is a login for the profile 'default', and none for 'work'"),
        ] as [([String: DefinitionValue], String, String)])
    func aLoginOfAnotherDefinitionIsExplained(
        changes: [String: DefinitionValue], profile: String, text: String
    ) async throws {
        let store = MemoryTokenStore([try google().tokenKey(profile: "default"): sampleToken()])
        let bench = try Bench(
            endpoint: FakeTokenEndpoint(.status(500)), connection: changes, store: store, profile: profile)
        let error = await failure { try await bench.token() }
        #expect(error?.kind == .authorizationRequired)
        #expect(error?.message.contains(text) == true, "\(error?.message ?? "no error")")
        #expect(try await bench.manager.status(for: bench.connection).note?.contains(text) == true)
    }

    @Test func acceptedTokensAreStored() async throws {
        let bench = try Bench(nil, endpoint: FakeTokenEndpoint(.status(500)))
        try await bench.manager.accept(sampleToken(endsIn: 3600), for: bench.connection)
        #expect(await bench.store.tokens == [bench.key: sampleToken(endsIn: 3600)])
        #expect(try await bench.token() == sampleToken(endsIn: 3600))
    }

    @Test(
        arguments: [
            (nil, false, .none), (sampleToken(endsIn: 10), false, .authorized),
            (sampleToken(endsIn: -1), false, .refreshable),
            (sampleToken(refresh: nil, endsIn: -1), false, .expired), (nil, true, .refreshable),
        ] as [(Token?, Bool, TokenState)])
    func statusSaysHowItStands(stored: Token?, isGiven: Bool, state: TokenState) async throws {
        let changes: [String: DefinitionValue] = isGiven ? ["refresh_token": "given"] : [:]
        let bench = try Bench(
            stored, endpoint: FakeTokenEndpoint(.status(500)), connection: changes.merging(["scope": "x"]) { $1 })
        let status = try await bench.manager.status(for: bench.connection)
        #expect(status.state == state)
        #expect(status.location == "memory")
        #expect(status.scope == (stored == nil ? [] : ["x"]))
        #expect(status.expiresAt == stored?.expiresAt)
        #expect(status.hasRefreshToken == (stored?.refreshToken != nil))
        #expect(status.note == nil)
    }
}

import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct TokenRefreshTests {
    static let passing: [FakeAnswer] =
        [408, 425, 429, 500, 502, 503, 504].map { .status($0) } + [.failing(.network), .failing(.timeout)]

    @Test(arguments: passing)
    func apassingFailureKeepsWhatIsStored(answer: FakeAnswer) async throws {
        let bench = try Bench(endpoint: FakeTokenEndpoint(answer))
        let error = await failure { try await bench.token() }
        #expect(error?.isTransient == true)
        #expect(error?.connection == "google")
        #expect(bench.endpoint.forms.count == 3)
        #expect(bench.waits.all == [.milliseconds(500), .seconds(1)])
        #expect(await bench.store.tokens == [bench.key: sampleToken()])
    }

    @Test(arguments: passing)
    func aTokenThatIsStillValidOutlivesAPassingFailure(answer: FakeAnswer) async throws {
        let bench = try Bench(sampleToken(endsIn: 10), endpoint: FakeTokenEndpoint(answer))
        #expect(try await bench.token() == sampleToken(endsIn: 10))
    }

    @Test func aRejectedTokenDoesNotOutliveIt() async throws {
        let bench = try Bench(sampleToken(endsIn: 3600), endpoint: FakeTokenEndpoint(.status(503)))
        #expect(await failure { try await bench.token(rejecting: "a1") }?.status == 503)
    }

    @Test(arguments: [1, 2])
    func aLaterAttemptMaySucceed(failures: Int) async throws {
        let answers = Array(repeating: FakeAnswer.status(503), count: failures)
        let bench = try Bench(endpoint: FakeTokenEndpoint(table: answers + [.json("{\"access_token\":\"a2\"}")]))
        #expect(try await bench.token().accessToken.reveal() == "a2")
        #expect(bench.endpoint.forms.allSatisfy { $0["refresh_token"] == "r1" })
        #expect(bench.waits.all.count == failures)
    }

    @Test(
        arguments: [
            ("3", [.seconds(3), .seconds(3)], 3), ("0", [.zero, .zero], 3), ("5", [.seconds(5), .seconds(5)], 3),
            ("6", [], 1), ("86400", [], 1), ("soon", [.milliseconds(500), .seconds(1)], 3),
            ("Tue, 14 Nov 2023 22:13:22 GMT", [.seconds(2), .seconds(2)], 3),
        ] as [(String, [Duration], Int)])
    func retryAfterIsHonouredWithinReason(value: String, waits: [Duration], requests: Int) async throws {
        let bench = try Bench(endpoint: FakeTokenEndpoint(.status(429, [.retryAfter: value])))
        #expect(await failure { try await bench.token() }?.kind == .rateLimited)
        #expect(bench.waits.all == waits)
        #expect(bench.endpoint.forms.count == requests)
    }

    @Test(arguments: [
        FakeAnswer.json("{\"error\":\"invalid_client\"}", status: 401), .status(404), .json("<html>", status: 200),
        .json("{}", status: 200), .status(302),
    ])
    func otherFailuresAreNotRepeated(answer: FakeAnswer) async throws {
        let bench = try Bench(endpoint: FakeTokenEndpoint(answer))
        let error = await failure { try await bench.token() }
        #expect(error?.isTransient == false)
        #expect(error?.kind != .authorizationRequired)
        #expect(bench.endpoint.forms.count == 1)
        #expect(await bench.store.tokens == [bench.key: sampleToken()])
    }

    @Test(arguments: [400, 401, 403, 500])
    func invalidGrantIsFinalAndRemembered(status: Int) async throws {
        let answer = FakeAnswer.json(
            "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been revoked.\"}", status: status)
        let bench = try Bench(endpoint: FakeTokenEndpoint(answer))
        for _ in 0..<3 {
            let error = await failure { try await bench.token() }
            #expect(error?.kind == .authorizationRequired)
            #expect(error?.oauthError == "invalid_grant")
            #expect(error?.message.contains("Token has been revoked") == true)
            #expect(error?.advice == "Run: oauthlua authorize google")
        }
        #expect(bench.endpoint.forms.count == 1, "the provider is asked only once")
        #expect(await bench.store.tokens == [bench.key: sampleToken()], "what is stored stays")
        #expect(await failure { try await bench.manager.refresh(bench.connection) }?.oauthError == "invalid_grant")
        #expect(bench.endpoint.forms.count == 1)
    }

    @Test func signingInAgainEndsTheMemoryOfADeadLogin() async throws {
        let bench = try Bench(endpoint: FakeTokenEndpoint(.invalidGrant, .json("{\"access_token\":\"a9\"}")))
        #expect(await failure { try await bench.token() }?.kind == .authorizationRequired)
        try await bench.manager.accept(sampleToken("a8", refresh: "r1"), for: bench.connection)
        #expect(try await bench.token().accessToken.reveal() == "a9")
    }

    @Test func aTokenThatIsStillValidOutlivesADeadRefreshToken() async throws {
        let bench = try Bench(sampleToken(endsIn: 10), endpoint: FakeTokenEndpoint(.invalidGrant))
        for _ in 0..<2 { #expect(try await bench.token() == sampleToken(endsIn: 10)) }
        #expect(bench.endpoint.forms.count == 1)
    }

    /// Another machine has rotated the token in a shared store, without our lock: `invalid_grant` is not believed.
    @Test(arguments: [3600, -1] as [Double])
    func invalidGrantIsBelievedOnlyAfterReadingAgain(newTokenEndsIn: Double) async throws {
        let store = MemoryTokenStore()
        let key = try google().tokenKey(profile: "default")
        await store.overwrite(sampleToken(), for: key)
        let endpoint = FakeTokenEndpoint { form in
            guard form["refresh_token"] == "r1" else { return .json("{\"access_token\":\"a3\"}") }
            await store.overwrite(sampleToken("a2", refresh: "r2", endsIn: newTokenEndsIn), for: key)
            return .invalidGrant
        }
        let bench = try Bench(endpoint: endpoint, store: store)
        #expect(try await bench.token().accessToken.reveal() == (newTokenEndsIn > 0 ? "a2" : "a3"))
        #expect(endpoint.forms.map { $0["refresh_token"] } == (newTokenEndsIn > 0 ? ["r1"] : ["r1", "r2"]))
    }

    @Test func aGivenRefreshTokenIsUsedWhereNoneIsStored() async throws {
        let bench = try Bench(
            nil, endpoint: RotatingProvider().endpoint,
            connection: ["grant": "refresh_token", "refresh_token": "r1"])
        #expect(try await bench.token().accessToken.reveal() == "a2")
        #expect(await bench.store.token(for: bench.key)?.refreshToken?.reveal() == "r2")
    }

    @Test func aGivenRefreshTokenIsKeptWhenNoneComesBack() async throws {
        let bench = try Bench(
            nil, endpoint: FakeTokenEndpoint(.json("{\"access_token\":\"a2\"}")), connection: ["refresh_token": "given"]
        )
        #expect(try await bench.token().refreshToken?.reveal() == "given")
    }

    @Test func theStoredRefreshTokenIsNewerThanTheGivenOne() async throws {
        let bench = try Bench(
            sampleToken(refresh: "r1"), endpoint: RotatingProvider().endpoint, connection: ["refresh_token": "r0"])
        #expect(try await bench.token().accessToken.reveal() == "a2")
        #expect(bench.endpoint.forms.map { $0["refresh_token"] } == ["r1"])
    }

    @Test func theGivenRefreshTokenReplacesADeadOne() async throws {
        let endpoint = FakeTokenEndpoint { form in
            form["refresh_token"] == "given" ? .json("{\"access_token\":\"a2\"}") : .invalidGrant
        }
        let bench = try Bench(sampleToken(scope: ["old"]), endpoint: endpoint, connection: ["refresh_token": "given"])
        let fresh = try await bench.token()
        #expect(fresh.accessToken.reveal() == "a2")
        #expect(fresh.refreshToken?.reveal() == "given")
        #expect(fresh.scope == nil, "nothing of the other login is kept")
    }

    @Test func refreshingNowNeedsNoExpiry() async throws {
        let bench = try Bench(sampleToken(endsIn: 3600), endpoint: RotatingProvider().endpoint)
        #expect(try await bench.manager.refresh(bench.connection).accessToken.reveal() == "a2")
        #expect(try await bench.manager.refresh(bench.connection).accessToken.reveal() == "a3")
    }

    @Test func refreshingNowSaysThatThereIsNoRefreshToken() async throws {
        for stored in [sampleToken(refresh: nil, endsIn: 3600), nil] {
            let bench = try Bench(stored, endpoint: RotatingProvider().endpoint)
            let error = await failure { try await bench.manager.refresh(bench.connection) }
            #expect(error?.kind == .authorizationRequired)
            #expect(error?.message.contains(stored == nil ? "not authorized yet" : "has no refresh token") == true)
        }
    }

    @Test func aTokenThatCouldNotBeStoredIsNotUsedAndNotLost() async throws {
        let bench = try Bench(endpoint: RotatingProvider().endpoint)
        await bench.store.failSaves(2)
        for _ in 0..<2 {
            let error = await failure { try await bench.token() }
            #expect(error?.kind == .store)
            #expect(error?.message.contains("the disk is full") == true)
        }
        #expect(bench.endpoint.forms.count == 1, "the old refresh token is not used again")
        let fresh = try await bench.token()
        #expect(fresh.accessToken.reveal() == "a2")
        #expect(await bench.store.token(for: bench.key) == fresh)
        #expect(bench.endpoint.forms.count == 1)
    }

    private struct FailingHook: HookCalling {
        func call(_ point: HookPoint, connection: String, _ value: HookValue) async throws -> HookValue? {
            throw OAuthError(.config, "the hook fails")
        }
    }

    /// The provider has rotated the refresh token by then.
    @Test func aHookThatFailsOnTheAnswerDoesNotCostTheLogin() async throws {
        let provider = RotatingProvider()
        let bench = try Bench(endpoint: provider.endpoint)
        var connection = bench.connection
        connection.hooks = ConnectionHooks(points: [.tokenResponse], caller: FailingHook())
        let error = await failure { try await bench.manager.token(for: connection) }
        #expect(error?.message == "the hook fails")
        #expect(await bench.store.tokens[bench.key]?.refreshToken?.reveal() == "r2")
        #expect(provider.generation == 2)
    }
}

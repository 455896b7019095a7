import Foundation
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Signing in on another device, with a clock that only waiting moves.
@Suite struct DeviceSignInTests {
    /// Waiting is written down and over at once.
    final class Clock: Sendable {
        private let waits = Mutex<[Duration]>([])
        let isCancelled: Bool

        init(isCancelled: Bool = false) { self.isCancelled = isCancelled }

        var all: [Duration] { waits.withLock { $0 } }
        var now: Date { instant.addingTimeInterval(all.reduce(.zero, +) / .seconds(1)) }

        func sleep(_ duration: Duration) throws {
            if isCancelled { throw CancellationError() }
            waits.withLock { $0.append(duration) }
        }
    }

    struct World {
        let clock: Clock
        let store = MemoryTokenStore()
        let console = FakeConsole()
        let endpoint: FakeTokenEndpoint
        let authorizer: Authorizer
        let manager: TokenManager

        init(_ answers: [FakeAnswer], begin: FakeAnswer = World.begin, clock: Clock = Clock()) {
            self.clock = clock
            endpoint = FakeTokenEndpoint(table: [begin] + answers)
            let store = store
            manager = TokenManager(store: { store }, transport: endpoint, now: { clock.now })
            authorizer = Authorizer(
                tokens: manager, listener: LoopbackListener(), browser: FakeBrowser(), environment: [:],
                now: { clock.now }, sleep: { try clock.sleep($0) })
        }

        static let begin = FakeAnswer.json(
            """
            {"device_code":"secret-device-code","user_code":"WDJB-MJHT","verification_uri":"https://p.example/device",
             "verification_uri_complete":"https://p.example/device?user_code=WDJB-MJHT","expires_in":600}
            """)

        func signIn(
            _ changes: [String: DefinitionValue] = World.device, _ options: AuthorizeOptions = AuthorizeOptions()
        ) async throws -> Token {
            try await authorizer.authorize(google(changes), options: options, console: console)
        }

        static let device: [String: DefinitionValue] = [
            "grant": "device_code", "device_authorization_url": "https://auth.example/device",
        ]
    }

    static let pending = FakeAnswer.json("{\"error\":\"authorization_pending\"}", status: 400)
    static let slowDown = FakeAnswer.json("{\"error\":\"slow_down\"}", status: 400)
    static let token = FakeAnswer.json("{\"access_token\":\"a1\",\"refresh_token\":\"r1\",\"expires_in\":3600}")

    @Test func waitsUntilThePersonHasSignedIn() async throws {
        let world = World([
            Self.pending, Self.slowDown, .failing(.network), .status(429, [.retryAfter: "30"]), .status(502),
            Self.token,
        ])
        let token = try await world.signIn()
        #expect(token.accessToken.reveal() == "a1")
        #expect(world.clock.all == [5, 5, 10, 20, 30, 30].map { .seconds($0) })
        #expect(await world.store.tokens.values.first == token)
        let text = await world.console.text
        #expect(text.contains("https://p.example/device\n") && text.contains("WDJB-MJHT"))
        #expect(!text.contains("secret-device-code"))
        #expect(await world.console.codes == ["https://p.example/device?user_code=WDJB-MJHT"])
        #expect(world.endpoint.forms.dropFirst().allSatisfy { $0["device_code"] == "secret-device-code" })
        #expect(world.endpoint.forms[1]["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code")
    }

    @Test func theCodeRunsOut() async throws {
        let world = World([Self.pending])
        let error = await failure { try await world.signIn(World.device, AuthorizeOptions(timeout: .seconds(900))) }
        #expect(error?.kind == .permission)
        #expect(error?.message.contains("ran out") == true)
        #expect(error?.advice == "Run: oauthlua authorize google")
        #expect(world.clock.all.reduce(.zero, +) == .seconds(600))
        #expect(await world.store.tokens.isEmpty)
    }

    @Test(arguments: [2, 5, 12, 300]) func nobodyWaitsLongerThanTold(seconds: Int) async throws {
        let world = World([Self.pending])
        let error = await failure { try await world.signIn(World.device, AuthorizeOptions(timeout: .seconds(seconds))) }
        #expect(error?.message == "nobody signed in to 'google' within \(seconds) seconds")
        #expect(world.clock.all.reduce(.zero, +) == .seconds(seconds))
        #expect(world.endpoint.forms.count == 1 + (seconds - 1) / 5)
    }

    @Test func theProvidersNoIsOurs() async throws {
        let world = World([Self.pending, .json("{\"error\":\"access_denied\"}", status: 403)])
        #expect(await failure { try await world.signIn() }?.message == "access for 'google' was denied")
        #expect(await world.store.tokens.isEmpty)
    }

    @Test func anyConnectionWithTheEndpointCanUseADevice() async throws {
        let world = World([Self.token])
        let fields: [String: DefinitionValue] = ["device_authorization_url": "https://auth.example/device"]
        #expect(try await world.signIn(fields, AuthorizeOptions(usesDevice: true)).accessToken.reveal() == "a1")
    }

    @Test func withoutTheEndpointThereIsNothingToUse() async throws {
        let world = World([Self.token])
        let error = await failure { try await world.signIn([:], AuthorizeOptions(usesDevice: true)) }
        #expect(error?.kind == .config)
        #expect(error?.message == "connection 'google' has no device_authorization_url")
        #expect(world.endpoint.forms.isEmpty)
    }

    @Test func aRefusalToBeginIsSaid() async throws {
        let world = World([], begin: .json("{\"error\":\"unauthorized_client\"}", status: 400))
        let error = await failure { try await world.signIn() }
        #expect(error?.oauthError == "unauthorized_client")
        #expect(error?.message.contains("refused to begin a sign-in on another device") == true)
    }

    @Test func canBeInterrupted() async throws {
        let world = World([Self.token], clock: Clock(isCancelled: true))
        await #expect(throws: CancellationError.self) { try await world.signIn() }
        #expect(world.endpoint.forms.count == 1)
    }

    /// The code has been redeemed then: to ask again would hide what is wrong.
    @Test func aStoreThatFailsIsNotAskedForAnotherToken() async throws {
        let world = World([Self.token])
        await world.store.failSaves(1)
        #expect(await failure { try await world.signIn() }?.kind == .store)
        #expect(world.endpoint.forms.count == 2)
    }
}

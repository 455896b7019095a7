import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Proofs at the token endpoint (RFC 9449 §5, §8).
@Suite struct DPoPTokenTests {
    private func manager(_ transport: some HTTPTransport, _ store: MemoryTokenStore) -> TokenManager {
        TokenManager(store: { store }, transport: transport, now: { instant }, sleep: { _ in })
    }

    @Test func `a nonce is learned, and the request sent again with a new proof`() async throws {
        let transport = ProofTransport { seen in
            seen.proof?["nonce"] == "n1" ? .bound() : .nonce("n1")
        }
        let endpoint = TokenEndpoint(transport: transport, now: { instant })
        let connection = try google(["dpop": true])
        let token = try await endpoint.token(connection.refreshRequest(Redacted("r0")), for: connection)
        #expect(token.isBoundToKey)
        let proofs = transport.proofs
        #expect(proofs.map { $0["nonce"] } == [nil, "n1"])
        #expect(Set(proofs.map { $0["jti"] }).count == 2)
        #expect(Set(proofs.map(\.thumbprint)).count == 1)
        for proof in proofs {
            #expect(proof["htm"] == "POST")
            #expect(proof["htu"] == "https://auth.example/token")
            #expect(proof["ath"] == nil)
            #expect(proof.claims["iat"] == .integer(1_700_000_000))
        }
        // The next request has it from the start.
        _ = try await endpoint.token(connection.refreshRequest(Redacted("r1")), for: connection, previous: token)
        #expect(transport.proofs.map { $0["nonce"] } == [nil, "n1", "n1"])
    }

    @Test(arguments: [("n", 2), (nil, 1)]) func `it is sent again once, and only with a nonce`(
        _ nonce: String?, _ requests: Int
    ) async throws {
        let transport = ProofTransport { _ in .nonce(nonce) }
        let endpoint = TokenEndpoint(transport: transport, now: { instant })
        let connection = try google(["dpop": true])
        let error = await failure {
            try await endpoint.token(connection.refreshRequest(Redacted("r0")), for: connection)
        }
        #expect(error?.oauthError == "use_dpop_nonce")
        #expect(transport.seen.count == requests)
    }

    @Test func `a nonce that comes with success counts for the next request`() async throws {
        let transport = ProofTransport { _ in
            var answer = FakeAnswer.bound()
            answer.headers[HTTPField.Name("DPoP-Nonce")!] = "later"
            return answer
        }
        let endpoint = TokenEndpoint(transport: transport, now: { instant })
        let connection = try google(["dpop": true])
        for _ in 0..<2 { _ = try await endpoint.token(connection.refreshRequest(Redacted("r")), for: connection) }
        #expect(transport.proofs.map { $0["nonce"] } == [nil, "later"])
    }

    @Test func `the clock of the server is learned from its Date`() async throws {
        let transport = ProofTransport { seen in
            guard case .integer(let time)? = seen.proof?.claims["iat"], abs(time - 1_700_003_600) < 10 else {
                return .json(
                    "{\"error\":\"invalid_dpop_proof\"}", status: 400, [.date: "Tue, 14 Nov 2023 23:13:20 GMT"])
            }
            return .bound()
        }
        let endpoint = TokenEndpoint(transport: transport, now: { instant })
        let connection = try google(["dpop": true])
        _ = try await endpoint.token(connection.refreshRequest(Redacted("r")), for: connection)
        #expect(transport.seen.count == 2)
        // A refusal that is not about the time is final.
        let stubborn = ProofTransport { _ in
            .json("{\"error\":\"invalid_dpop_proof\"}", status: 400, [.date: "Tue, 14 Nov 2023 22:13:21 GMT"])
        }
        let error = await failure {
            try await TokenEndpoint(transport: stubborn, now: { instant }).token(
                connection.refreshRequest(Redacted("r")), for: connection)
        }
        #expect(error?.oauthError == "invalid_dpop_proof")
        #expect(stubborn.seen.count == 1)
    }

    /// The refresh tokens of public clients are bound to the key (§5).
    @Test func `every refresh is proved with the key of the login`() async throws {
        let count = Mutex(1)
        let transport = ProofTransport { _ in
            .bound(
                count.withLock {
                    $0 += 1
                    return $0
                })
        }
        let connection = try google(["dpop": true])
        let key = try await DPoPProof.key()
        var token = sampleToken()
        token.dpopKey = key.text
        token.type = "DPoP"
        let store = MemoryTokenStore([connection.tokenKey(profile: "default"): token])
        for _ in 0..<3 { _ = try await manager(transport, store).refresh(connection) }
        #expect(transport.seen.map { $0.form["refresh_token"] } == ["r1", "r2", "r3"])
        #expect(transport.proofs.map(\.thumbprint) == Array(repeating: key.thumbprint, count: 3))
        let stored = await store.token(for: connection.tokenKey(profile: "default"))
        #expect(stored?.dpopKey == key.text)
        #expect(stored?.accessToken == Redacted("a4"))
    }

    @Test func `an answer that does not name the type again leaves the token bound`() async throws {
        let transport = ProofTransport { _ in .json("{\"access_token\":\"a2\",\"expires_in\":60}") }
        let connection = try google(["dpop": true])
        var token = sampleToken()
        token.dpopKey = try await DPoPProof.key().text
        token.type = "DPoP"
        let refreshed = try await TokenEndpoint(transport: transport, now: { instant }).token(
            connection.refreshRequest(Redacted("r1")), for: connection, previous: token)
        #expect(refreshed.isBoundToKey)
    }

    @Test func `a sign-in names the key that its code is redeemed with`() async throws {
        let page = Mutex<SignInPage?>(nil)
        let browser = FakeBrowser { browser, opened in
            page.withLock { $0 = opened }
            _ = try await browser.visit(opened.answer("code=good"))
        }
        let transport = ProofTransport { _ in .bound() }
        let store = MemoryTokenStore()
        let authorizer = Authorizer(
            tokens: manager(transport, store), listener: LoopbackListener(), browser: browser, environment: [:],
            now: { instant })
        let token = try await authorizer.authorize(try google(["dpop": true]), console: FakeConsole())
        let key = try #require(token.dpopKey)
        let thumbprint = try await SigningKey.make(key).thumbprint
        #expect(page.withLock { $0?.parameters["dpop_jkt"] } == thumbprint)
        #expect(transport.proofs.map(\.thumbprint) == [thumbprint])
        #expect(await store.saves.map(\.dpopKey) == [key])
    }

    @Test func `a token that the provider did not bind is neither used nor stored`() async throws {
        let transport = ProofTransport { _ in .bound(type: "Bearer") }
        let store = MemoryTokenStore()
        let browser = FakeBrowser { browser, opened in _ = try await browser.visit(opened.answer("code=good")) }
        let authorizer = Authorizer(
            tokens: manager(transport, store), listener: LoopbackListener(), browser: browser, environment: [:],
            now: { instant })
        let error = await failure { try await authorizer.authorize(try google(["dpop": true]), console: FakeConsole()) }
        #expect(error?.message.contains("did not bind the token") == true)
        #expect(await store.saves.isEmpty)
    }

    @Test func `without dpop nothing is proved`() async throws {
        let transport = ProofTransport { _ in .bound(type: "Bearer") }
        let connection = try google()
        let token = try await TokenEndpoint(transport: transport, now: { instant }).token(
            connection.refreshRequest(Redacted("r")), for: connection)
        #expect(transport.proofs.isEmpty)
        #expect(token.dpopKey == nil)
    }
}

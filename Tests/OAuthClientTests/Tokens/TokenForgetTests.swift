import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct TokenForgetTests {
    private let revocable: [String: DefinitionValue] = ["revocation_url": "https://auth.example/revoke"]

    @Test func forgettingRemovesAndAsksNobody() async throws {
        let bench = try Bench(endpoint: FakeTokenEndpoint(.status(500)), connection: revocable)
        let forgotten = try await bench.manager.forget(bench.connection)
        #expect(forgotten == Forgotten(wasStored: true, isRevoked: false, failures: []))
        #expect(await bench.store.tokens.isEmpty)
        #expect(bench.endpoint.forms.isEmpty)
        #expect(try await bench.manager.forget(bench.connection).wasStored == false)
    }

    @Test func revokingTellsTheProviderFirst() async throws {
        let bench = try Bench(endpoint: FakeTokenEndpoint(.status(200)), connection: revocable)
        let forgotten = try await bench.manager.forget(bench.connection, revoking: true)
        #expect(forgotten == Forgotten(wasStored: true, isRevoked: true, failures: []))
        #expect(bench.endpoint.forms.map { $0["token"] } == ["r1", "a1"])
        #expect(await bench.store.tokens.isEmpty)
    }

    @Test(
        arguments: [
            ([FakeAnswer.status(503)], [503, 503]), ([.status(200), .status(400)], [400]),
            ([.status(200), .json("{\"error\":\"unsupported_token_type\"}", status: 400)], []),
            ([.json("{\"error\":\"unsupported_token_type\"}", status: 400)], [400, 400]),
            ([.failing(.network)], [nil, nil]),
        ] as [([FakeAnswer], [Int?])])
    func whatCannotBeRevokedIsReportedAndForgotten(answers: [FakeAnswer], statuses: [Int?]) async throws {
        let bench = try Bench(endpoint: FakeTokenEndpoint(table: answers), connection: revocable)
        let forgotten = try await bench.manager.forget(bench.connection, revoking: true)
        #expect(forgotten.failures.map(\.status) == statuses)
        #expect(forgotten.isRevoked == statuses.isEmpty)
        #expect(await bench.store.tokens.isEmpty)
    }

    @Test func aDefinitionWithoutARevocationURLCannotRevoke() async throws {
        let bench = try Bench(endpoint: FakeTokenEndpoint(.status(200)))
        let forgotten = try await bench.manager.forget(bench.connection, revoking: true)
        #expect(forgotten.failures.map(\.kind) == [.config])
        #expect(forgotten.wasStored)
        #expect(await bench.store.tokens.isEmpty)
    }
}

import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct TokenConcurrencyTests {
    @Test func aHundredTasksRefreshOnce() async throws {
        let bench = try Bench(endpoint: RotatingProvider().endpoint)
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { try await bench.token().accessToken.reveal() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(tokens == Array(repeating: "a2", count: 100))
        #expect(bench.endpoint.forms.count == 1)
        #expect(await bench.store.saves.count == 1)
    }

    /// Thirty managers with one store are what thirty processes are, as far as they can see each other.
    @Test func thirtyProcessesRefreshOnce() async throws {
        let provider = RotatingProvider()
        let endpoint = provider.endpoint
        let store = MemoryTokenStore([try google().tokenKey(profile: "default"): sampleToken()])
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<30 {
                let bench = try Bench(endpoint: endpoint, store: store)
                for _ in 0..<3 { group.addTask { try await bench.token().accessToken.reveal() } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(tokens == Array(repeating: "a2", count: 90))
        #expect(provider.generation == 2)
    }

    @Test func manyWhoWereRejectedRefreshOnce() async throws {
        let provider = RotatingProvider()
        let endpoint = provider.endpoint
        let store = MemoryTokenStore([try google().tokenKey(profile: "default"): sampleToken(endsIn: 3600)])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 {
                let bench = try Bench(endpoint: endpoint, store: store)
                for _ in 0..<5 {
                    group.addTask {
                        let token = try await bench.token(rejecting: "a1")
                        #expect(token.accessToken.reveal() == "a2")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(provider.generation == 2)
    }

    @Test func manyWhoRefreshNowRefreshOnce() async throws {
        let arrived = Signal()
        let goOn = Signal()
        let provider = RotatingProvider()
        let endpoint = FakeTokenEndpoint { form in
            arrived.raise()
            await goOn.wait()
            return provider.refresh(form)
        }
        let bench = try Bench(sampleToken(endsIn: 3600), endpoint: endpoint)
        let other = try Bench(endpoint: endpoint, store: bench.store)
        let first = Task { try await bench.manager.refresh(bench.connection) }
        await arrived.wait()
        let second = Task { try await other.manager.refresh(other.connection) }
        await bench.store.someoneWaits()
        goOn.raise()
        #expect(try await first.value.accessToken.reveal() == "a2")
        #expect(try await second.value.accessToken.reveal() == "a2")
        #expect(provider.generation == 2)
    }

    /// An endpoint that answers when it is told to.
    private func gated() -> (endpoint: FakeTokenEndpoint, arrived: Signal, goOn: Signal) {
        let arrived = Signal()
        let goOn = Signal()
        let provider = RotatingProvider()
        let endpoint = FakeTokenEndpoint { form in
            arrived.raise()
            await goOn.wait()
            return provider.refresh(form)
        }
        return (endpoint, arrived, goOn)
    }

    private func waiters(_ bench: Bench, _ count: Int) async {
        while await bench.manager.flights.waiters(for: bench.key) != count { await Task.yield() }
    }

    @Test func whoeverIsCancelledLeavesAlone() async throws {
        let (endpoint, arrived, goOn) = gated()
        let bench = try Bench(endpoint: endpoint)
        let first = Task { try await bench.token() }
        await arrived.wait()
        let others = (0..<5).map { _ in Task { try await bench.token().accessToken.reveal() } }
        await waiters(bench, 6)
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        others[0].cancel()
        await #expect(throws: CancellationError.self) { try await others[0].value }
        goOn.raise()
        for other in others.dropFirst() { #expect(try await other.value == "a2") }
        #expect(endpoint.forms.count == 1)
    }

    /// The provider may have rotated the token already: its answer is stored though nobody waits for it.
    @Test func anExchangeUnderWayIsFinishedThoughNobodyWaits() async throws {
        let (endpoint, arrived, goOn) = gated()
        let bench = try Bench(endpoint: endpoint)
        let only = Task { try await bench.token() }
        await arrived.wait()
        only.cancel()
        await #expect(throws: CancellationError.self) { try await only.value }
        let finished = Task { await bench.manager.finish() }
        goOn.raise()
        await finished.value
        #expect(await bench.store.token(for: bench.key)?.refreshToken?.reveal() == "r2")
        #expect(try await bench.token().accessToken.reveal() == "a2")
        #expect(endpoint.forms.count == 1)
    }

    @Test func whoeverWaitsForTheLockCanBeCancelled() async throws {
        let (endpoint, arrived, goOn) = gated()
        let holder = try Bench(endpoint: endpoint)
        let waiting = try Bench(endpoint: endpoint, store: holder.store)
        let first = Task { try await holder.token() }
        await arrived.wait()
        let second = Task { try await waiting.token() }
        await holder.store.someoneWaits()
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        goOn.raise()
        #expect(try await first.value.accessToken.reveal() == "a2")
        #expect(try await waiting.token().accessToken.reveal() == "a2")
        #expect(endpoint.forms.count == 1)
    }

    @Test func whoeverIsCancelledBeforeAsksNothing() async throws {
        let bench = try Bench(endpoint: FakeTokenEndpoint(.status(500)))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await bench.token()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(bench.endpoint.forms.isEmpty)
    }
}

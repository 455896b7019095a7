import Foundation
import OAuthCore
import Synchronization
import Testing

@testable import OAuthClient

/// Waiting at a gate: in turn, and no longer than somebody wants to wait.
@Suite(.timeLimit(.minutes(1))) struct GatesTests {
    private static let key = GateKey(connection: "a", origin: Origin(URL(string: "https://api.example")!)!)

    private let time = VirtualTime()

    /// A clock that stands until the test moves it on by a minute.
    private final class HeldTime: Sendable {
        private let hasPassed = Atomic(false)

        func pass() { hasPassed.store(true, ordering: .sequentiallyConsistent) }

        var pacing: Pacing {
            Pacing(
                uptime: { self.hasPassed.load(ordering: .sequentiallyConsistent) ? .seconds(60) : .zero },
                sleep: { _ in
                    while !self.hasPassed.load(ordering: .sequentiallyConsistent) {
                        try await Task.sleep(for: .milliseconds(5))
                    }
                }, random: { 0.5 })
        }
    }

    private func gates(_ report: @escaping @Sendable (ProgressEvent, String) -> Void = { _, _ in }) -> Gates {
        Gates(pacing: time.pacing, report: report)
    }

    private func request(
        _ gates: Gates, key: GateKey = key, rates: [Rate] = [], longestWait: Double = 60, mayBeRefused: Bool = true
    ) -> Gates.Request {
        Gates.Request(
            key: key, path: "/", rates: rates, longestWait: .seconds(longestWait), mayBeRefused: mayBeRefused,
            age: gates.newAge())
    }

    private func refusal(_ seconds: Double) -> Gate.Answer {
        Gate.Answer(isRefusal: true, asked: .seconds(seconds), notice: nil)
    }

    @Test func aRateSpreadsRequestsInTurn() async throws {
        let gates = gates()
        let rate = Rate(burst: 1, interval: .seconds(10))
        let order = Noted<(Int, Duration)>()
        let start = time.now
        await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<6 {
                let request = request(gates, rates: [rate], longestWait: 0)
                group.addTask {
                    let passage = try await gates.pass(request)
                    order.append((index, time.now - start))
                    gates.leave(passage, answer: nil)
                    // Its own rate is nobody's fault.
                    #expect(passage.waitedForServer == .zero)
                }
            }
        }
        let passed = order.all
        #expect(passed.count == 6)
        #expect(Set(passed.map(\.0)) == Set(0..<6))
        #expect(time.now - start >= .seconds(50))
        #expect(zip(passed, passed.dropFirst()).allSatisfy { $0.1 <= $1.1 })
    }

    @Test func theOldestGoesFirst() async throws {
        let held = HeldTime()
        let gates = Gates(pacing: held.pacing) { _, _ in }
        gates.leave(try await gates.pass(request(gates)), answer: refusal(10))
        let requests = (0..<5).map { _ in request(gates) }
        let order = Noted<Int>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for request in requests.reversed() {
                group.addTask {
                    let passage = try await gates.pass(request)
                    order.append(request.age)
                    // The line stays one wide.
                    gates.leave(passage, answer: Gate.Answer(isRefusal: true, asked: nil, notice: nil))
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            held.pass()
            try await group.waitForAll()
        }
        #expect(order.all == requests.map(\.age))
    }

    @Test func waitsCountForTheServer() async throws {
        let gates = gates()
        gates.leave(try await gates.pass(request(gates)), answer: refusal(10))
        let passage = try await gates.pass(request(gates))
        #expect(passage.waitedForServer == .seconds(10) && passage.waited == .seconds(10))
        gates.leave(passage, answer: nil)
    }

    @Test func whatIsTooLongFailsAtOnce() async throws {
        let gates = gates()
        gates.leave(try await gates.pass(request(gates)), answer: refusal(3600))
        let start = time.now
        await #expect(throws: Gates.Refused.self) { try await gates.pass(request(gates)) }
        #expect(time.now == start)
        // Who sends a request once only gets the server's answer, whatever it is.
        gates.leave(try await gates.pass(request(gates, mayBeRefused: false)), answer: nil)
    }

    @Test func whoWaitsIsRefusedWhenTheTimeGrows() async throws {
        let gates = Gates(pacing: HeldTime().pacing) { _, _ in }
        let inFlight = try await gates.pass(request(gates))
        gates.leave(try await gates.pass(request(gates)), answer: refusal(50))
        let request = request(gates)
        let waiting = Task { try await gates.pass(request) }
        try await Task.sleep(for: .milliseconds(100))
        gates.leave(inFlight, answer: refusal(3600))
        await #expect(throws: Gates.Refused.self) { try await waiting.value }
    }

    @Test func connectionsAndHostsWaitForThemselves() async throws {
        let gates = gates()
        gates.leave(try await gates.pass(request(gates)), answer: refusal(30))
        let other = Origin(URL(string: "https://api.example:8443")!)!
        let start = time.now
        for key in [
            GateKey(connection: "b", origin: Self.key.origin), GateKey(connection: nil, origin: Self.key.origin),
            GateKey(connection: "a", origin: other),
        ] {
            gates.leave(try await gates.pass(request(gates, key: key)), answer: nil)
        }
        #expect(time.now == start)
    }

    @Test func aCancelledTaskWaitsNoLongerAndTakesNothing() async throws {
        let gates = Gates(pacing: .real) { _, _ in }
        let rate = Rate(burst: 1, interval: .seconds(3600))
        gates.leave(try await gates.pass(request(gates, rates: [rate])), answer: nil)
        let request = request(gates, rates: [rate])
        let waiting = Task { try await gates.pass(request) }
        try await Task.sleep(for: .milliseconds(50))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        let late = Task {
            try? await Task.sleep(for: .seconds(60))
            return try await gates.pass(request)
        }
        late.cancel()
        await #expect(throws: CancellationError.self) { try await late.value }
        // Its place is free again: another rate does not stand behind it.
        gates.leave(try await gates.pass(self.request(gates)), answer: nil)
    }

    @Test func manyCancellationsLeaveTheLineWhole() async throws {
        let gates = Gates(pacing: .real) { _, _ in }
        let rate = Rate(burst: 1, interval: .milliseconds(2))
        let passed = Noted<Int>()
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                let request = request(gates, rates: [rate])
                group.addTask {
                    let task = Task {
                        let passage = try await gates.pass(request)
                        gates.leave(passage, answer: nil)
                        passed.append(index)
                    }
                    if index % 2 == 1 { task.cancel() }
                    _ = await task.result
                }
            }
        }
        #expect(passed.all.count >= 100)
    }

    @Test func oneWaitIsToldOnce() async throws {
        let events = Noted<ProgressEvent>()
        let gates = gates { event, _ in events.append(event) }
        gates.leave(try await gates.pass(request(gates)), answer: refusal(10))
        await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                let request = request(gates)
                group.addTask { gates.leave(try await gates.pass(request), answer: nil) }
            }
        }
        let told = events.all
        #expect(
            told.prefix(2) == [
                .waiting(host: "api.example", reason: .rateLimit, duration: .seconds(10)),
                .resumed(host: "api.example"),
            ])
        #expect(told.count { $0 == .resumed(host: "api.example") } * 2 == told.count)
    }
}

/// What tasks note, in their order.
private final class Noted<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    var all: [Value] { values.withLock { $0 } }

    func append(_ value: Value) { values.withLock { $0.append(value) } }
}

import OAuthCore
import Synchronization

/// The doors that requests pass on their way to a host: first come, first served, by ``Gate`` and the rates of the
/// definition. One for a run, so that all of its tasks share what a host allows.
final class Gates: Sendable {
    /// A request that wants to pass.
    struct Request: Sendable {
        var key: GateKey
        var path: String
        /// All of them must have a token.
        var rates: [Rate]
        /// How long it may wait for the server's sake; its own rate does not count.
        var longestWait: Duration
        var mayBeRefused: Bool
        /// The server asked it to come no earlier.
        var notBefore = Duration.zero
        /// Older requests go first; a request keeps its number when it comes again.
        var age: Int
    }

    /// What passing a gate took.
    struct Passage: Sendable {
        var key: GateKey
        var path: String
        var number: Int
        /// How long it took.
        var waited: Duration
        /// How much of it was for the server's sake.
        var waitedForServer: Duration
    }

    /// The server asks for more time than the request has.
    struct Refused: Error { var asked: Duration }

    fileprivate struct Waiter: Sendable {
        var request: Request
        var arrival: Duration
        /// Since when it is the server that it waits for.
        var heldSince: Duration?
        var continuation: CheckedContinuation<Passage, any Error>
    }

    fileprivate struct Door: Sendable {
        var gate = Gate()
        var buckets: [Rate: TokenBucket] = [:]
        /// The oldest first.
        var waiters: [Waiter] = []
        var alarm: (time: Duration, task: Task<Void, Never>)?
        var isAnnounced = false
    }

    private struct State: Sendable {
        var doors: [GateKey: Door] = [:]
        var lastAge = 0
    }

    /// What is told to the outside once the lock is open again.
    private enum News {
        case waiting(Duration, isForServer: Bool)
        case resumed
    }

    private let state = Mutex(State())
    private let pacing: Pacing
    private let report: @Sendable (ProgressEvent, _ why: String) -> Void
    /// Shorter waits are not worth a word.
    private static let shortestReport = Duration.milliseconds(500)

    /// - Parameter report: called while nobody holds the lock, at most once for all that wait for the same thing.
    init(pacing: Pacing, report: @escaping @Sendable (ProgressEvent, _ why: String) -> Void) {
        self.pacing = pacing
        self.report = report
    }

    deinit {
        state.withLock { for door in $0.doors.values { door.alarm?.task.cancel() } }
    }

    /// The number of a new request.
    func newAge() -> Int {
        state.withLock { state in
            state.lastAge += 1
            return state.lastAge
        }
    }

    /// Returns when the request may be sent. Whoever passed must ``leave(_:answer:)``, whatever happens.
    /// - Throws: `CancellationError` as soon as the task is cancelled; ``Refused``.
    func pass(_ request: Request) async throws -> Passage {
        try Task.checkCancellation()
        if let passage = try passAtOnce(request) { return passage }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                change(request.key) { door, now in
                    let waiter = Waiter(request: request, arrival: now, heldSince: nil, continuation: continuation)
                    let place = door.waiters.firstIndex { $0.request.age > request.age } ?? door.waiters.endIndex
                    door.waiters.insert(waiter, at: place)
                }
                // The handler may have run before there was anything to cancel.
                if Task.isCancelled { giveUp(request) }
            }
        } onCancel: {
            giveUp(request)
        }
    }

    /// The answer's head is there, or it is known that none will come.
    func leave(_ passage: Passage, answer: Gate.Answer?) {
        change(passage.key) { door, now in
            door.gate.leave(passage.number, answer: answer, path: passage.path, at: now)
        }
    }

    private func giveUp(_ request: Request) {
        var waiter: Waiter?
        change(request.key) { door, _ in
            guard let place = door.waiters.firstIndex(where: { $0.request.age == request.age }) else { return }
            waiter = door.waiters.remove(at: place)
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    /// The way of nearly all requests: nobody waits, nothing is shut.
    private func passAtOnce(_ request: Request) throws(Refused) -> Passage? {
        let now = pacing.uptime()
        let (passage, refused) = state.withLock { state -> (Passage?, Duration?) in
            guard state.doors[request.key]?.waiters.isEmpty ?? true else { return (nil, nil) }
            switch state.doors[request.key, default: Door()].verdict(
                for: request, arrival: now, heldSince: now, at: now)
            {
            case .go: return (state.doors[request.key]?.enter(request, arrival: now, heldSince: nil, at: now), nil)
            case .hold: return (nil, nil)
            case .refuse(let asked): return (nil, asked)
            }
        }
        if let refused { throw Refused(asked: refused) }
        return passage
    }

    /// Changes a door, then lets through whoever may go now.
    private func change(_ key: GateKey, _ body: (inout Door, Duration) -> Void) {
        let now = pacing.uptime()
        let (ended, news) = state.withLock { state -> ([Ending], News?) in
            var door = state.doors.removeValue(forKey: key) ?? Door()
            defer { state.doors[key] = door }
            body(&door, now)
            return letThrough(&door, key, at: now)
        }
        for ending in ended { ending.waiter.continuation.resume(with: ending.result) }
        switch news {
        case .waiting(let duration, let isForServer):
            report(
                .waiting(host: key.host, reason: .rateLimit, duration: duration),
                isForServer ? "it takes no more requests now" : "the rate of the definition is used up")
        case .resumed: report(.resumed(host: key.host), "")
        case nil: break
        }
    }

    private struct Ending: Sendable {
        var waiter: Waiter
        var result: Result<Passage, any Error>
    }

    private func letThrough(_ door: inout Door, _ key: GateKey, at now: Duration) -> ([Ending], News?) {
        var ended: [Ending] = []
        var staying: [Waiter] = []
        var next: (time: Duration, isForServer: Bool)?
        for var waiter in door.waiters {
            switch door.verdict(for: waiter.request, arrival: waiter.arrival, heldSince: waiter.heldSince, at: now) {
            case .go:
                let passage = door.enter(
                    waiter.request, arrival: waiter.arrival, heldSince: waiter.heldSince, at: now)
                ended.append(Ending(waiter: waiter, result: .success(passage)))
            case .refuse(let asked):
                ended.append(Ending(waiter: waiter, result: .failure(Refused(asked: asked))))
            case .hold(let until, let isForServer):
                if isForServer, waiter.heldSince == nil { waiter.heldSince = now }
                if until < next?.time ?? .seconds(Int64.max) { next = (until, isForServer) }
                staying.append(waiter)
            }
        }
        door.waiters = staying
        setAlarm(&door, key, for: next?.time, at: now)
        return (ended, news(&door, next, hasMoved: !ended.isEmpty, at: now))
    }

    private func news(
        _ door: inout Door, _ next: (time: Duration, isForServer: Bool)?, hasMoved: Bool, at now: Duration
    ) -> News? {
        if door.isAnnounced, hasMoved || next == nil {
            door.isAnnounced = false
            return .resumed
        }
        guard !door.isAnnounced, let next, next.time - now >= Self.shortestReport else { return nil }
        door.isAnnounced = true
        return .waiting(next.time - now, isForServer: next.isForServer)
    }

    private func setAlarm(_ door: inout Door, _ key: GateKey, for time: Duration?, at now: Duration) {
        if let alarm = door.alarm {
            if let time, alarm.time <= time, alarm.time > now { return }
            alarm.task.cancel()
            door.alarm = nil
        }
        guard let time else { return }
        assert(time > now, "an alarm for the past would ring again and again")
        let sleep = pacing.sleep
        let task = Task { [weak self] in
            guard (try? await sleep(time - now)) != nil else { return }
            self?.change(key) { _, _ in }
        }
        door.alarm = (time, task)
    }
}

extension Gates.Door {
    enum Verdict {
        case go
        case hold(until: Duration, isForServer: Bool)
        case refuse(Duration)
    }

    fileprivate mutating func verdict(
        for request: Gates.Request, arrival: Duration, heldSince: Duration?, at now: Duration
    ) -> Verdict {
        let visitor = Gate.Visitor(
            path: request.path, deadline: (heldSince ?? now) + request.longestWait,
            notBefore: request.notBefore, mayBeRefused: request.mayBeRefused)
        switch gate.verdict(for: visitor, at: now) {
        case .refuse(let asked): return .refuse(asked)
        case .hold(let until): return .hold(until: until, isForServer: true)
        case .go: break
        }
        let delay = request.rates.map { buckets[$0, default: TokenBucket($0)].delay(at: now) }.max() ?? .zero
        return delay > .zero ? .hold(until: now + delay, isForServer: false) : .go
    }

    fileprivate mutating func enter(
        _ request: Gates.Request, arrival: Duration, heldSince: Duration?, at now: Duration
    ) -> Gates.Passage {
        for rate in request.rates { buckets[rate, default: TokenBucket(rate)].take(at: now) }
        return Gates.Passage(
            key: request.key, path: request.path, number: gate.enter(at: now), waited: now - arrival,
            waitedForServer: heldSince.map { now - $0 } ?? .zero)
    }
}

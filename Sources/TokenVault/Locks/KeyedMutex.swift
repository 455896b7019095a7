import Synchronization

/// One lock a key for the tasks of this process, given in the order of asking. Waiting ends with the task.
final class KeyedMutex<Key: Hashable & Sendable>: Sendable {
    private struct Waiter {
        var number: UInt64
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        /// The keys that are held, each with those who wait for it.
        var waiters: [Key: [Waiter]] = [:]
        var lastNumber: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Throws `CancellationError` where the task is cancelled before its turn, and what `body` throws.
    func withLock<Result: Sendable>(
        on key: Key, _ body: () async throws -> Result
    ) async throws -> Result {
        try await acquire(key)
        defer { release(key) }
        return try await body()
    }

    private func acquire(_ key: Key) async throws {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        let granted = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    // Inside the lock: a cancellation before it is seen here, one after it finds the waiter.
                    if Task.isCancelled { return false }
                    guard state.waiters[key] != nil else {
                        state.waiters[key] = []
                        return true
                    }
                    state.waiters[key]?.append(Waiter(number: number, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters[key]?.firstIndex { $0.number == number }.flatMap { state.waiters[key]?.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
        }
        guard granted else { throw CancellationError() }
    }

    private func release(_ key: Key) {
        let next: Waiter? = state.withLock { state in
            guard state.waiters[key]?.isEmpty == false else {
                state.waiters[key] = nil
                return nil
            }
            return state.waiters[key]?.removeFirst()
        }
        next?.continuation.resume(returning: true)
    }
}

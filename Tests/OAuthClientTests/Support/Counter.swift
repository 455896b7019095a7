import Synchronization

/// A number that closures of several threads share.
final class Counter: Sendable {
    private let state = Mutex((value: 0, highest: 0))

    var value: Int { state.withLock { $0.value } }
    /// The highest that `value` has been.
    var highest: Int { state.withLock { $0.highest } }

    @discardableResult func add(_ number: Int = 1) -> Int {
        state.withLock { state in
            state.value += number
            state.highest = max(state.highest, state.value)
            return state.value
        }
    }
}

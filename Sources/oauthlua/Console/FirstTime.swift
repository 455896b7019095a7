import Synchronization

/// Says once that it is the first time.
final class FirstTime: Sendable {
    private let isPast = Atomic(false)

    func isNow() -> Bool { !isPast.exchange(true, ordering: .relaxed) }
}

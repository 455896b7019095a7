import Synchronization

@testable import OAuthClient

/// A clock that whoever sleeps moves on: waits of hours take no time, and leave a record.
final class VirtualTime: Sendable {
    private let state = Mutex((now: Duration.seconds(1000), slept: [Duration]()))

    var now: Duration { state.withLock { $0.now } }
    /// In seconds, in order.
    var slept: [Double] { state.withLock { $0.slept.map { $0 / .seconds(1) } } }

    func advance(_ duration: Duration) { state.withLock { $0.now += duration } }

    /// The dice always show a half, so that waits can be compared.
    var pacing: Pacing {
        Pacing(
            uptime: { self.now },
            sleep: { duration in
                // Others come first, as they would while somebody sleeps.
                for _ in 0..<20 { await Task.yield() }
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.now += duration
                    state.slept.append(duration)
                }
            },
            random: { 0.5 })
    }
}

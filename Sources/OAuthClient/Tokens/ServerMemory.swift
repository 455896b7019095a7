import HTTPTypes
import OAuthCore
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What servers have said in this run that the next request needs, by origin.
public final class ServerMemory: Sendable {
    private struct State {
        var nonces: [Origin: String] = [:]
        var clockOffsets: [Origin: Duration] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    /// The last `DPoP-Nonce` of a server (RFC 9449 §8).
    func nonce(for origin: Origin) -> String? { state.withLock { $0.nonces[origin] } }

    func set(nonce: String, for origin: Origin) { state.withLock { $0.nonces[origin] = nonce } }

    /// How far a server's clock is ahead of ours, where that was learned.
    func clockOffset(of origin: Origin) -> Duration { state.withLock { $0.clockOffsets[origin] ?? .zero } }

    func set(clockOffset: Duration, of origin: Origin) { state.withLock { $0.clockOffsets[origin] = clockOffset } }

    /// The time by a server's clock.
    func time(of origin: Origin, now: Date) -> Date { now.addingTimeInterval(clockOffset(of: origin) / .seconds(1)) }

    /// Learns how far a server's clock is ahead from the `Date` of an answer.
    /// - Returns: whether that was news: a request that failed because of its time may succeed with the new one.
    func learnClock(of origin: Origin, from headers: HTTPFields, now: Date) -> Bool {
        guard let theirs = headers[.date].flatMap(HTTPDate.parse) else { return false }
        let ahead = theirs.timeIntervalSince(now)
        // A few seconds are the answer's way here, and no server minds them.
        guard abs(ahead - clockOffset(of: origin) / .seconds(1)) > 5 else { return false }
        set(clockOffset: .seconds(ahead), of: origin)
        return true
    }
}

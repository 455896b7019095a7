/// A bucket that fills up by one token each interval and from which every request takes one.
///
/// Times are counted from any fixed moment, on a clock that only goes forward.
public struct TokenBucket: Sendable {
    public let rate: Rate
    /// When the bucket is full again if nobody takes any more.
    private var fullAt: Duration?

    public init(_ rate: Rate) { self.rate = rate }

    /// How long until a token is there; zero where one is.
    public func delay(at now: Duration) -> Duration {
        guard let fullAt else { return .zero }
        return max(.zero, fullAt - rate.interval * (rate.burst - 1) - now)
    }

    /// Takes the token that is there.
    public mutating func take(at now: Duration) { fullAt = max(fullAt ?? now, now) + rate.interval }
}

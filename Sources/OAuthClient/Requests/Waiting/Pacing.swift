/// The clock, the sleep and the dice of waiting; tests have their own.
public struct Pacing: Sendable {
    /// The time since any fixed moment, on a clock that only goes forward.
    public var uptime: @Sendable () -> Duration
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// From 0 to 1.
    public var random: @Sendable () -> Double

    public init(
        uptime: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.uptime = uptime
        self.sleep = sleep
        self.random = random
    }

    public static let real = Pacing(
        uptime: { start.duration(to: .now) }, sleep: { try await Task.sleep(for: $0) },
        random: { Double.random(in: 0...1) })

    private static let start = ContinuousClock.now
}

import OAuthClient

/// What is known of long work at a moment: counted from its events, with no clock and no terminal of its own.
struct ProgressCounters {
    private struct Wait {
        var reason: WaitReason
        var end: ContinuousClock.Instant
    }

    /// Bytes at a moment, for the rate.
    private struct Sample {
        var time: ContinuousClock.Instant
        var bytes: Int
    }

    /// The rate is that of the last seconds.
    private static let window = Duration.seconds(5)

    private(set) var resources: [String] = []
    private(set) var pages = 0
    private(set) var rows = 0
    private(set) var received = 0
    private(set) var sent = 0
    private var waits: [String: Wait] = [:]
    private var samples: [Sample] = []

    mutating func take(_ event: ProgressEvent, at time: ContinuousClock.Instant) {
        switch event {
        case .received(let bytes): received += bytes
        case .sent(let bytes): sent += bytes
        case .page(let resource, let rows):
            if !resources.contains(resource) { resources.append(resource) }
            pages += 1
            self.rows += rows
        case .rows(_, let count): rows += count
        case .waiting(let host, let reason, let duration): waits[host] = Wait(reason: reason, end: time + duration)
        case .resumed(let host): waits[host] = nil
        }
    }

    /// Notes how many bytes there are now, so that a later look has a rate.
    mutating func sample(at time: ContinuousClock.Instant) {
        samples.append(Sample(time: time, bytes: received + sent))
        samples.removeAll { $0.time + Self.window < time }
    }

    /// Bytes a second, nil before there is a second to look back on.
    func rate(at time: ContinuousClock.Instant) -> Double? {
        guard let first = samples.first, time - first.time >= .seconds(1) else { return nil }
        return Double(received + sent - first.bytes) / (time - first.time).inSeconds
    }

    /// The wait that ends last: host, why, and seconds from `time`, rounded up.
    func wait(at time: ContinuousClock.Instant) -> (host: String, reason: WaitReason, seconds: Int)? {
        guard let (host, wait) = waits.max(by: { ($0.value.end, $1.key) < ($1.value.end, $0.key) }), wait.end > time
        else { return nil }
        return (host, wait.reason, Int((wait.end - time).inSeconds.rounded(.up)))
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// When a request is sent again, and how long it waits before.
public struct RetryPolicy: Sendable, Equatable {
    public enum Methods: Sendable, Equatable {
        /// Those that may be sent twice with the effect of once (RFC 9110 §9.2.2).
        case idempotent
        case only(Set<String>)
        case all

        public func contains(_ method: String) -> Bool {
            switch self {
            case .idempotent: ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"].contains(method)
            case .only(let names): names.contains(method)
            case .all: true
            }
        }
    }

    /// How often the request is sent at most, the first time included.
    public var attempts = 4
    /// Before the second attempt, at most; twice as long before each further one.
    public var firstDelay = Duration.milliseconds(500)
    /// The longest wait that nobody asked for.
    public var longestDelay = Duration.seconds(30)
    /// The longest that one request waits in all. An attempt that ran out of time was waiting, too.
    public var longestWait: Duration
    public var statuses: Set<Int> = [408, 425, 429, 500, 502, 503, 504]
    public var methods = Methods.idempotent

    /// - Parameter longestWait: 60 s for a request by itself, 300 s for the pages of a resource.
    public init(longestWait: Duration = .seconds(60)) { self.longestWait = longestWait }

    /// What is said here goes before what was said so far.
    public mutating func apply(_ settings: RetrySettings?) {
        guard let settings else { return }
        attempts = settings.attempts ?? attempts
        longestWait = settings.longestWait ?? longestWait
        statuses = settings.statuses ?? statuses
        methods = settings.methods ?? methods
    }

    /// The command line's number of retries; a definition that allows none keeps its word.
    public mutating func apply(retries: Int?) {
        if let retries, attempts > 1 { attempts = retries + 1 }
    }

    /// The wait before another attempt where the server says nothing of it: up to twice as long each time, "full jitter",
    /// so that many clients of a server that was down do not come back all at once.
    /// - Parameters:
    ///   - attempt: the one that failed, from 1.
    ///   - random: from 0 to 1.
    public func delay(after attempt: Int, random: Double) -> Duration {
        let growth = Double(1 << min(max(attempt - 1, 0), 30))
        return min(firstDelay * growth, longestDelay) * random
    }
}

/// A limit as most APIs have it: so many requests in a period that begins with the clock, and then none until the next.
struct FixedWindow: Sendable, Equatable {
    var limit: Int
    /// Seconds.
    var length: Double
    private(set) var start = 0.0
    private(set) var used = 0
    /// Requests since the beginning: those that were served, and those that were too many.
    private(set) var answered = 0
    private(set) var refused = 0

    init(limit: Int, length: Double) {
        self.limit = limit
        self.length = length
    }

    struct Standing: Sendable, Equatable {
        var isServed: Bool
        var limit: Int
        var remaining: Int
        /// Seconds since 1970.
        var resetsAt: Double
    }

    /// - Parameter now: seconds since 1970.
    mutating func request(at now: Double) -> Standing {
        let current = (now / length).rounded(.down) * length
        if current != start {
            start = current
            used = 0
        }
        let isServed = used < limit
        if isServed {
            used += 1
            answered += 1
        } else {
            refused += 1
        }
        return Standing(isServed: isServed, limit: limit, remaining: limit - used, resetsAt: start + length)
    }
}

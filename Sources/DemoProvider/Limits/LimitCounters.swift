/// What `/api/flaky` and `/api/limited` remember, by the key that a caller chose.
actor LimitCounters {
    private var attempts: [String: Int] = [:]
    private var windows: [String: FixedWindow] = [:]

    /// The number of this request, from 1.
    func attempt(_ key: String) -> Int {
        attempts[key, default: 0] += 1
        return attempts[key]!
    }

    func attempts(_ key: String) -> Int { attempts[key] ?? 0 }

    /// - Parameter now: seconds since 1970.
    func request(_ key: String, limit: Int, length: Double, at now: Double) -> FixedWindow.Standing {
        var window = windows[key] ?? FixedWindow(limit: limit, length: length)
        window.limit = limit
        window.length = length
        defer { windows[key] = window }
        return window.request(at: now)
    }

    func seen(_ key: String) -> (answered: Int, refused: Int) {
        windows[key].map { ($0.answered, $0.refused) } ?? (0, 0)
    }
}

import OAuthClient
import OAuthCore
import Output

/// The line that shows how far long work is.
enum ProgressText {
    /// "events: 12 pages, 1,200 rows, 3.4 MB, 850 kB/s; waiting 12 s for a rate limit of api.example.com"; nil where there
    /// is nothing to tell. Cut to `width` columns.
    static func line(_ counters: ProgressCounters, at time: ContinuousClock.Instant, width: Int) -> String? {
        let parts = [counts(counters, at: time), waiting(counters, at: time)].compactMap(\.self)
        guard !parts.isEmpty else { return nil }
        return DisplayWidth.cut(VisibleText.escape(parts.joined(separator: "; ")), to: width)
    }

    private static func counts(_ counters: ProgressCounters, at time: ContinuousClock.Instant) -> String? {
        var parts: [String] = []
        if counters.pages > 0 {
            parts.append(count(counters.pages, "page"))
            parts.append(count(counters.rows, "row"))
        }
        if counters.sent > 0 { parts.append("\(bytes(Double(counters.sent))) sent") }
        if counters.received > 0 { parts.append(bytes(Double(counters.received))) }
        if let rate = counters.rate(at: time), rate >= 1 { parts.append("\(bytes(rate))/s") }
        guard !parts.isEmpty else { return nil }
        let name =
            switch counters.resources.count {
            case 0: ""
            case 1: counters.resources[0] + ": "
            default: "\(counters.resources.count) resources: "
            }
        return name + parts.joined(separator: ", ")
    }

    private static func waiting(_ counters: ProgressCounters, at time: ContinuousClock.Instant) -> String? {
        guard let (host, reason, seconds) = counters.wait(at: time) else { return nil }
        let length = HumanTime.duration(Double(seconds))
        switch reason {
        case .rateLimit: return "waiting \(length) for a rate limit of \(host)"
        case .retry(let attempt, let limit): return "waiting \(length) to try \(host) again (\(attempt) of \(limit))"
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// "1,234,567"
    static func grouped(_ number: Int) -> String {
        var result = ""
        for (index, digit) in String(number).enumerated() {
            if index > 0, (String(number).count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return result
    }

    /// "512 B", "3.4 kB", "120 MB": units of 1000, as disks and networks are sold, three digits at most.
    static func bytes(_ number: Double) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var value = number
        var index = 0
        while value >= 999.5, index < units.count - 1 {
            value /= 1000
            index += 1
        }
        let tenths = (value * 10).rounded()
        let hasFraction = index > 0 && tenths < 100
        return "\(hasFraction ? "\(Int(tenths) / 10).\(Int(tenths) % 10)" : "\(Int(value.rounded()))") \(units[index])"
    }
}

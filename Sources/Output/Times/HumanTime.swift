#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Times as `status` shows them.
public enum HumanTime {
    /// "in 58 min", "2 h 10 min ago", "now". Parts of a unit are dropped: "in 58 min" promises no minute too many.
    public static func relative(_ date: Date, to now: Date) -> String {
        let seconds = date.timeIntervalSince(now)
        if abs(seconds) < 1 { return "now" }
        return seconds > 0 ? "in \(duration(seconds))" : "\(duration(-seconds)) ago"
    }

    /// "45 s", "1 min 30 s", "58 min", "2 h 10 min", "5 h", "3 d", "2 y": the largest unit, with the next one while
    /// there are fewer than three of it. Negative and absurd lengths are "0 s" and "9999 y".
    public static func duration(_ seconds: Double) -> String {
        let units = [("y", 31_536_000), ("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
        guard seconds >= 1 else { return "0 s" }
        guard seconds < 9999 * 31_536_000 else { return "9999 y" }
        let whole = Int(seconds)
        let index = units.firstIndex { whole >= $0.1 } ?? units.count - 1
        let (name, length) = units[index]
        let count = whole / length
        guard count < 3, index + 1 < units.count else { return "\(count) \(name)" }
        let (nextName, nextLength) = units[index + 1]
        let rest = whole % length / nextLength
        return rest == 0 ? "\(count) \(name)" : "\(count) \(name) \(rest) \(nextName)"
    }

    /// "12 ms", "1.25 s", then as ``duration(_:)``: how long something took.
    public static func elapsed(_ seconds: Double) -> String {
        if seconds >= 100 { return duration(seconds) }
        if seconds < 0.001 { return "\(Int((seconds * 1e6).rounded())) µs" }
        if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
        let hundredths = Int((seconds * 100).rounded())
        return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10) s"
    }

    /// "2026-11-23T12:51:38Z" (RFC 3339, UTC).
    public static func timestamp(_ date: Date) -> String {
        date.formatted(.iso8601)
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Which `jti` values and nonces were seen: each is good once (RFC 7519 §4.1.7, RFC 9449 §11.1, RFC 5849 §3.3).
struct ReplayMemory: Sendable {
    private var seen: [String: Date] = [:]

    /// False where it was seen before. Forgotten after its end.
    mutating func accept(_ name: String, until end: Date, now: Date) -> Bool {
        if seen.count > 10_000 { seen = seen.filter { $0.value > now } }
        guard seen[name].map({ $0 <= now }) ?? true else { return false }
        seen[name] = end
        return true
    }
}

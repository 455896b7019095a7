import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The `Retry-After` header (RFC 9110 §10.2.3).
public enum RetryAfter {
    /// Seconds or a date, as a wait from now; nil where there is none or it makes no sense. Never negative.
    /// - Parameter now: what a date is compared with where the answer has no `Date` of its own: clocks differ.
    public static func delay(_ headers: HTTPFields, now: Date) -> Duration? {
        guard let text = headers[.retryAfter] else { return nil }
        if let seconds = Double(text), seconds.isFinite, 0...86_400_000 ~= seconds { return .seconds(seconds) }
        let now = headers[.date].flatMap(HTTPDate.parse) ?? now
        return HTTPDate.parse(text).map { .seconds(max(0, $0.timeIntervalSince(now))) }
    }
}

import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What an answer says of how many requests may follow, whichever way it says it.
public struct RateLimitNotice: Sendable, Equatable {
    /// How long the server wants to be left alone: `Retry-After` (RFC 9110 §10.2.3) and its variants.
    public var retryAfter: Duration?
    /// How many requests a period has.
    public var limit: Int?
    /// How many of them are left.
    public var remaining: Int?
    /// Until there are more again.
    public var resetsIn: Duration?

    public init(
        retryAfter: Duration? = nil, limit: Int? = nil, remaining: Int? = nil, resetsIn: Duration? = nil
    ) {
        self.retryAfter = retryAfter
        self.limit = limit
        self.remaining = remaining
        self.resetsIn = resetsIn
    }

    /// Reads the fields of an answer's head. Where it speaks of several limits, the one that lasts the longest of those
    /// that are used up counts, or else the one with the fewest requests left.
    /// - Parameter now: what moments are compared with where the answer has no `Date` of its own: clocks differ.
    /// - Returns: nil where it says nothing, or comes out of a cache (`Age`) and speaks of another time.
    public init?(_ headers: HTTPFields, now: Date) {
        // Nearly all answers say nothing, and all of them are asked.
        guard headers.contains(where: { $0.name.speaksOfWaiting }) else { return nil }
        if let age = headers[.age].flatMap({ Int($0) }), age > 0 { return nil }
        let clock = headers[.date].flatMap(HTTPDate.parse) ?? now
        let windows = Self.structured(headers) ?? Self.named(headers, now: clock)
        let window = windows.max { $1.isStricter(than: $0) }
        self.init(
            retryAfter: RetryAfter.delay(headers, now: now) ?? Self.retryAfterVariant(headers, now: clock),
            limit: window?.limit, remaining: window?.remaining, resetsIn: window?.resetsIn)
        if self == RateLimitNotice() { return nil }
    }

    /// One of the limits that an answer speaks of.
    struct Window: Equatable {
        var limit: Int?
        var remaining: Int?
        var resetsIn: Duration?

        func isStricter(than other: Window) -> Bool {
            switch (remaining, other.remaining) {
            case (0?, 0?): resetsIn ?? .zero > other.resetsIn ?? .zero
            case (let mine?, let theirs?): mine < theirs
            case (_?, nil): true
            case (nil, _?): false
            case (nil, nil): resetsIn ?? .zero > other.resetsIn ?? .zero
            }
        }
    }

    private static let retryAfterVariants = ["retry-after-ms", "x-ms-retry-after-ms", "x-retry-after"]
        .compactMap { HTTPField.Name($0) }

    private static func retryAfterVariant(_ headers: HTTPFields, now: Date) -> Duration? {
        for name in retryAfterVariants {
            guard let text = headers[name] else { continue }
            if name.canonicalName.hasSuffix("-ms") {
                guard let milliseconds = Double(text), 0...86_400_000_000 ~= milliseconds else { continue }
                return .seconds(milliseconds / 1000)
            }
            if let delay = ResetMoment.delay(text, now: now) { return delay }
        }
        return nil
    }
}

extension RateLimitNotice {
    /// How long the next request should wait, by an answer that was a success; nil for not at all.
    public var pause: Duration? { remaining == 0 ? resetsIn : nil }

    /// Whether an answer turns the request down because there were too many: 429, and what providers send instead of it.
    public static func isRefusal(status: Int, _ notice: RateLimitNotice?) -> Bool {
        switch status {
        case 429: true
        case 403: notice.map { $0.remaining == 0 || $0.retryAfter != nil } ?? false
        case 503: notice?.retryAfter != nil
        default: false
        }
    }

    /// How long the server wants to be left alone after an answer of that status; nil where it does not say.
    public func asked(after status: Int) -> Duration? {
        if let retryAfter { return retryAfter }
        guard Self.isRefusal(status: status, self), remaining ?? 0 == 0 else { return nil }
        return resetsIn
    }
}

extension HTTPField.Name {
    /// Whether a notice may be in a field of this name: what is read is read of these alone.
    var speaksOfWaiting: Bool {
        self == .shopifyCallLimit || speaksOfRateLimit || canonicalName.utf8.holds("retry-after")
    }

    var speaksOfRateLimit: Bool {
        canonicalName.utf8.holds("ratelimit") || canonicalName.utf8.holds("rate-limit")
    }
}

extension String.UTF8View {
    /// Byte by byte: `String.contains` makes tables for each search, which takes far longer than a name is long.
    fileprivate func holds(_ word: StaticString) -> Bool {
        let word = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        let found = withContiguousStorageIfAvailable { name in
            name.count >= word.count
                && (0...(name.count - word.count)).contains { start in
                    name[start..<start + word.count].elementsEqual(word)
                }
        }
        return found ?? false
    }
}

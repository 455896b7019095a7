import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension RateLimitNotice {
    /// Headers whose names say what they are: `X-RateLimit-Remaining`, `x-rate-limit-reset`, `RateLimit-Limit`,
    /// `X-RateLimit-Reset-After`, `anthropic-ratelimit-tokens-remaining`, `X-RateLimit-Remaining-Minute`.
    ///
    /// What else is in a name tells several limits apart.
    static func named(_ headers: HTTPFields, now: Date) -> [Window] {
        var windows: [String: Window] = [:]
        var hasExactReset: Set<String> = []
        for field in headers {
            if field.name == .shopifyCallLimit {
                windows["shopify"] = shopify(field.value)
                continue
            }
            guard field.name.speaksOfRateLimit, let (kind, group) = meaning(of: field.name.canonicalName) else {
                continue
            }
            var window = windows[group] ?? Window()
            switch kind {
            case .limit: window.limit = count(field.value) ?? window.limit
            case .remaining: window.remaining = count(field.value) ?? window.remaining
            case .reset where !hasExactReset.contains(group):
                window.resetsIn = ResetMoment.delay(field.value, now: now) ?? window.resetsIn
            case .reset: break
            case .resetAfter:
                // Discord sends both; this one needs no clock.
                guard let delay = ResetMoment.delay(field.value, now: now) else { continue }
                window.resetsIn = delay
                hasExactReset.insert(group)
            }
            windows[group] = window
        }
        // A moment without a count says nothing of the next request.
        return windows.values.filter { $0 != Window() }
    }

    private enum Kind { case limit, remaining, reset, resetAfter }

    private static func meaning(of name: String) -> (Kind, group: String)? {
        var words = name.replacing("rate-limit", with: "ratelimit").split(separator: "-").map(String.init)
        words.removeAll { $0 == "x" || $0 == "ratelimit" }
        func take(_ names: String...) -> Bool {
            guard let index = words.firstIndex(where: names.contains) else { return false }
            words.remove(at: index)
            return true
        }
        let kind: Kind
        if take("reset", "resets", "resettime", "expires") {
            kind = take("after", "in") ? .resetAfter : .reset
            _ = take("at") || take("time")
        } else if take("remaining", "left", "available") {
            kind = .remaining
        } else if take("limit", "max") || words.isEmpty {
            kind = .limit
        } else {
            return nil
        }
        return (kind, words.joined(separator: "-"))
    }

    /// `40`, `599.0`, and the first of `100, 100;w=60`. Of several limits in one header (`100,2000`) the smallest.
    private static func count(_ text: String) -> Int? {
        let counts = text.split(separator: ",").compactMap { part -> Int? in
            let number = part.prefix { $0 != ";" }.trimmingSpaces
            guard let value = Double(number), value >= -1e15, value <= 1e15 else { return nil }
            return max(0, Int(value))
        }
        return counts.min()
    }

    /// `39/40`: calls in a bucket that empties itself within twenty seconds.
    private static func shopify(_ text: String) -> Window? {
        let parts = text.split(separator: "/").map { Int($0.trimmingSpaces) }
        guard parts.count == 2, let used = parts[0], let limit = parts[1], limit > 0, limit <= 1_000_000, used >= 0
        else { return nil }
        return Window(limit: limit, remaining: max(0, limit - used), resetsIn: .seconds(20) / limit)
    }
}

extension HTTPField.Name {
    static let shopifyCallLimit = Self("X-Shopify-Shop-Api-Call-Limit")!
}

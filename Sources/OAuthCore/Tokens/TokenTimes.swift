#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// When the tokens of a response end, by our clock.
struct TokenTimes {
    var accessTokenEnd: Date?
    var refreshTokenEnd: Date?

    /// - Parameters:
    ///   - fields: by the standards' names.
    ///   - accessToken: where nothing else says when it ends, it may be a JWT that does.
    ///   - providerNow: the response's `Date`: times that the provider gives as dates are by its clock.
    init(
        fields: [String: JSONValue], settings: ResponseSettings, accessToken: String, now: Date, providerNow: Date?
    ) {
        let skew = providerNow.map { now.timeIntervalSince($0) } ?? 0
        let unit = settings.lifetimeUnit.inSeconds
        accessTokenEnd =
            Self.end(
                lifetimes: ["expires_in", "expires"], dates: ["expires_at"], fields, unit: unit, now: now, skew: skew)
            ?? settings.defaultLifetime.map { now.addingTimeInterval($0 / .seconds(1)) }
            ?? Self.end(lifetimes: [], dates: ["exp"], Self.claims(accessToken), unit: unit, now: now, skew: skew)
        refreshTokenEnd = Self.end(
            lifetimes: ["refresh_token_expires_in", "refresh_expires_in", "x_refresh_token_expires_in"],
            dates: ["refresh_token_expires_at", "refresh_expires_at"], fields, unit: unit, now: now, skew: skew)
    }

    /// The claims of a JWT, unverified: they decide nothing but when it is time to refresh.
    private static func claims(_ token: String) -> [String: JSONValue] {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64URL.decode(parts[1]), case .object(let claims)? = JSONValue(payload)
        else { return [:] }
        return claims
    }

    /// A lifetime is preferred to a date because it does not depend on anyone's clock.
    private static func end(
        lifetimes: [String], dates: [String], _ fields: [String: JSONValue], unit: Double, now: Date, skew: Double
    ) -> Date? {
        for name in lifetimes {
            if let seconds = number(fields[name]).map({ $0 * unit }), isLifetime(seconds) {
                return now.addingTimeInterval(seconds)
            }
        }
        for name in dates {
            if let date = date(fields[name]), isLifetime(date.timeIntervalSince(now) + skew) {
                return date.addingTimeInterval(skew)
            }
        }
        return nil
    }

    /// Zero, negative and absurd lifetimes mean that the provider does not say: the token is used until a 401.
    private static func isLifetime(_ seconds: Double) -> Bool { seconds > 0 && seconds < century }

    private static let century = 100 * 365.25 * 86_400

    /// A number, or a string that holds one.
    private static func number(_ value: JSONValue?) -> Double? {
        switch value {
        case .integer(let integer): Double(integer)
        case .number(let number): number.isFinite ? number : nil
        case .string(let text):
            Double(text.filter { !$0.isWhitespace }).flatMap { $0.isFinite ? $0 : nil }
        default: nil
        }
    }

    /// Seconds since 1970, or milliseconds (anything beyond the year 5138 in seconds), or ISO 8601, in UTC where it
    /// names no zone.
    private static func date(_ value: JSONValue?) -> Date? {
        if let number = number(value) {
            return number > 0 ? Date(timeIntervalSince1970: number >= 1e11 ? number / 1000 : number) : nil
        }
        guard var text = value?.text, text.utf8.count <= 40 else { return nil }
        if let space = text.firstIndex(of: " ") { text.replaceSubrange(space...space, with: "T") }
        let style = Date.ISO8601FormatStyle()
        return (try? style.parse(text)) ?? (try? style.parse(text + "Z"))
    }
}

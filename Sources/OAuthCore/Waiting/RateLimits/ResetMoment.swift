#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// When a limit ends, in all the ways that providers write it.
enum ResetMoment {
    /// A wait from `now`: `30`, `1.5` and `6m0s` are lengths of time; seconds and milliseconds since 1970, HTTP's dates and
    /// RFC 3339's are moments. nil for anything else, and for what is more than a year away.
    static func delay(_ text: String, now: Date) -> Duration? {
        let text = text.trimmingSpaces
        guard let seconds = number(text, now) ?? span(text) ?? date(text)?.timeIntervalSince(now),
            seconds.isFinite, seconds < 366 * 86_400
        else { return nil }
        return .seconds(max(0, seconds))
    }

    /// No limit lasts thirty years, and no clock stands before 2001: so a number says by its size what it is.
    private static func number(_ text: String, _ now: Date) -> Double? {
        guard let first = text.utf8.first, 0x30...0x39 ~= first || first == UInt8(ascii: "."),
            text.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == UInt8(ascii: ".") }), let number = Double(text)
        else { return nil }
        switch number {
        case ..<1e9: return number
        case ..<1e11: return number - now.timeIntervalSince1970
        case ..<1e14: return number / 1000 - now.timeIntervalSince1970
        default: return nil
        }
    }

    private static let units: [Substring: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400]

    /// `6m0s`, `20ms`, `1h30m`.
    private static func span(_ text: String) -> Double? {
        var rest = text[...]
        var seconds = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let count = Double(digits), let length = units[unit] else { return nil }
            seconds += count * length
        }
        return text.isEmpty ? nil : seconds
    }

    private static func date(_ text: String) -> Date? { HTTPDate.parse(text) ?? RFC3339.parse(text) }
}

extension StringProtocol {
    /// Without the spaces and tabs at its ends (RFC 9110 §5.6.3).
    var trimmingSpaces: String {
        var text = self[...]
        while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
        while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
        return String(text)
    }
}

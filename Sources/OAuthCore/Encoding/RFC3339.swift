#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The date of most APIs: `2026-03-01T12:00:00Z`, `2026-03-01T13:00:00.5+01:00` (RFC 3339 §5.6).
public enum RFC3339 {
    /// nil for anything else. A day that its month does not have counts on into the next one.
    public static func parse(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] | 0x20 == UInt8(ascii: "t") || bytes[10] == UInt8(ascii: " "), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"),
            let year = digits(bytes[0..<4]), 1970... ~= year, let month = digits(bytes[5..<7]), 1...12 ~= month,
            let day = digits(bytes[8..<10]), 1...31 ~= day, let hour = digits(bytes[11..<13]), 0...23 ~= hour,
            let minute = digits(bytes[14..<16]), 0...59 ~= minute, let second = digits(bytes[17..<19]),
            0...60 ~= second
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0.0
        if rest.first == UInt8(ascii: ".") {
            let shown = rest.dropFirst().prefix { 0x30...0x39 ~= $0 }
            guard !shown.isEmpty else { return nil }
            fraction = Double("0." + String(decoding: shown, as: UTF8.self)) ?? 0
            rest = rest.dropFirst(shown.count + 1)
        }
        guard let offset = offset(Array(rest)) else { return nil }
        let days = HTTPDate.daysSinceEpoch(year: year, month: month, day: day)
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - offset
        return Date(timeIntervalSince1970: Double(seconds) + fraction)
    }

    /// Seconds that a time's zone is ahead of UTC.
    private static func offset(_ zone: [UInt8]) -> Int? {
        if zone.count == 1, zone[0] | 0x20 == UInt8(ascii: "z") { return 0 }
        guard zone.count == 6, zone[3] == UInt8(ascii: ":"), let hours = digits(zone[1..<3]), hours < 24,
            let minutes = digits(zone[4..<6]), minutes < 60
        else { return nil }
        switch zone[0] {
        case UInt8(ascii: "+"): return (hours * 60 + minutes) * 60
        case UInt8(ascii: "-"): return -(hours * 60 + minutes) * 60
        default: return nil
        }
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.allSatisfy { 0x30...0x39 ~= $0 } ? bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
    }
}

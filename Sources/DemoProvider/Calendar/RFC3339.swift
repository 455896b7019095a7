/// Date and time in text (RFC 3339 §5.6), in seconds since 1970-01-01T00:00:00Z.
enum RFC3339 {
    /// `2026-03-29T09:30:00+02:00`; an offset of 0 is written `Z`.
    static func text(_ seconds: Int, offset: Int = 0) -> String {
        let local = seconds + offset
        let day = Int((Double(local) / 86_400).rounded(.down))
        let time = local - day * 86_400
        let clock = "\(digits(time / 3600, 2)):\(digits(time / 60 % 60, 2)):\(digits(time % 60, 2))"
        return CivilDate(daysSince1970: day).text + "T" + clock + (offset == 0 ? "Z" : offsetText(offset))
    }

    private static func offsetText(_ offset: Int) -> String {
        (offset < 0 ? "-" : "+") + digits(abs(offset) / 3600, 2) + ":" + digits(abs(offset) / 60 % 60, 2)
    }

    /// nil for anything but a full date-time with an offset, as Google demands of `timeMin` and `timeMax`.
    static func seconds(_ text: String) -> Double? {
        let pattern =
            /(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d{1,9})?(?:[Zz]|([+-])(\d\d):(\d\d))/.asciiOnlyDigits()
        guard let match = text.wholeMatch(of: pattern)?.output else { return nil }
        let numbers = [match.1, match.2, match.3, match.4, match.5, match.6].map { Int($0) ?? 0 }
        let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
        // A leap second (60) counts as the first second of the next minute.
        guard date.isReal, numbers[3] < 24, numbers[4] < 60, numbers[5] <= 60 else { return nil }
        var seconds = Double(date.daysSince1970 * 86_400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5])
        seconds += match.7.flatMap { Double("0" + $0) } ?? 0
        if let sign = match.8, let hours = match.9.flatMap({ Int($0) }), let minutes = match.10.flatMap({ Int($0) }) {
            guard hours < 24, minutes < 60 else { return nil }
            seconds -= Double((hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1))
        }
        return seconds
    }
}

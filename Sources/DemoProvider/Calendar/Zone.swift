/// The time zones of the demo events, with the daylight saving rules of today.
struct Zone: Sendable, Equatable {
    enum Rule: Sendable { case none, europe, unitedStates }

    let name: String
    /// Seconds east of Greenwich in winter.
    let standardOffset: Int
    let rule: Rule

    static let berlin = Zone(name: "Europe/Berlin", standardOffset: 3600, rule: .europe)
    static let all = [
        berlin,
        Zone(name: "America/New_York", standardOffset: -5 * 3600, rule: .unitedStates),
        Zone(name: "Asia/Tokyo", standardOffset: 9 * 3600, rule: .none),
        Zone(name: "Europe/London", standardOffset: 0, rule: .europe),
        Zone(name: "America/Los_Angeles", standardOffset: -8 * 3600, rule: .unitedStates),
        Zone(name: "Asia/Kolkata", standardOffset: 19_800, rule: .none),
        Zone(name: "Asia/Kathmandu", standardOffset: 20_700, rule: .none),
        Zone(name: "America/Sao_Paulo", standardOffset: -3 * 3600, rule: .none),
        Zone(name: "UTC", standardOffset: 0, rule: .none),
    ]

    /// Seconds east of Greenwich at a moment, given in seconds since 1970 in UTC.
    func offset(at moment: Int) -> Int {
        let year = CivilDate(daysSince1970: Int((Double(moment) / 86_400).rounded(.down))).year
        let summer: Range<Int>
        switch rule {
        case .none: return standardOffset
        case .europe:
            // From the last Sunday of March to the last of October, at 01:00 UTC (Directive 2000/84/EC).
            summer = (Self.sunday(year, 4, 1) - 7) * 86_400 + 3600..<(Self.sunday(year, 11, 1) - 7) * 86_400 + 3600
        case .unitedStates:
            // From the second Sunday of March to the first of November, at 02:00 by the clock on the wall (15 USC 260a).
            let start = Self.sunday(year, 3, 8) * 86_400 + 7200 - standardOffset
            let end = Self.sunday(year, 11, 1) * 86_400 + 7200 - (standardOffset + 3600)
            summer = start..<end
        }
        return summer.contains(moment) ? standardOffset + 3600 : standardOffset
    }

    /// The moment when the clock on the wall of this zone shows `local` (seconds since 1970, as if it were UTC).
    func moment(local: Int) -> Int {
        let guess = local - standardOffset
        return local - offset(at: guess - (offset(at: guess) - standardOffset))
    }

    /// The first Sunday on or after that day, in days since 1970.
    private static func sunday(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let date = CivilDate(year: year, month: month, day: day)
        return date.daysSince1970 + (7 - date.weekday) % 7
    }
}

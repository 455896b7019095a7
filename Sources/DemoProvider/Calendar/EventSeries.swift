/// The events of a demo calendar: two a day around a day in the middle, the same ones for the same day.
struct EventSeries: Sendable {
    /// In order of start, then of id.
    let events: [CalendarEvent]

    /// - Parameters:
    ///   - today: Days since 1970 in UTC. Half of the events are before it.
    ///   - seed: Another calendar, other events.
    init(count: Int, today: Int, seed: Int = 0) {
        events = (0..<max(0, count)).map { Self.event(index: $0, count: count, today: today, seed: seed) }
            .sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    }

    private static func event(index: Int, count: Int, today: Int, seed: Int) -> CalendarEvent {
        // Rounds towards minus infinity, so that the two events before today are on one day.
        let position = index - count / 2
        let day = today + (position >= 0 ? position / 2 : (position - 1) / 2)
        let choice = index * 7 + index / 9 + seed
        let isAllDay = index % 9 == 4
        let zone = isAllDay ? Zone.berlin : Zone.all[choice % Zone.all.count]
        let start: Int
        let length: Int
        if isAllDay {
            start = zone.moment(local: day * 86_400)
            length = (index % 27 == 4 ? 3 : 1) * 86_400
        } else {
            let hour = index.isMultiple(of: 2) ? 8 + choice % 4 : 13 + choice % 6
            start = zone.moment(local: day * 86_400 + hour * 3600 + choice % 4 * 900)
            length = [900, 1800, 2700, 3600, 5400, 7200][choice % 6]
        }
        // By the clock on the wall, so that an all-day event ends at midnight across a change of the clocks as well.
        let end = isAllDay ? zone.moment(local: day * 86_400 + length) : start + length
        return CalendarEvent(
            id: identifier(index: index, seed: seed), title: EventTexts.title(index), start: start, end: end,
            zone: zone,
            isAllDay: isAllDay, status: index % 11 == 3 ? "tentative" : "confirmed",
            location: index % 3 == 0 ? EventTexts.locations[choice % EventTexts.locations.count] : nil,
            description: EventTexts.description(index), attendees: EventTexts.attendees(index),
            createdAt: start - 30 * 86_400 - index)
    }

    /// In Google's alphabet (base32hex, lower case), and in no order that means anything: SplitMix64 of the index.
    private static func identifier(index: Int, seed: Int) -> String {
        var mixed = UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(seed)
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        let text = String(mixed ^ (mixed >> 31), radix: 32)
        return "demo" + String(repeating: "0", count: 13 - text.count) + text
    }
}

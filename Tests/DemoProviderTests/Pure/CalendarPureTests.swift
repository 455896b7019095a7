import Foundation
import Testing

@testable import DemoProvider

@Suite struct CalendarPureTests {
    @Test(arguments: [0, -1, 59, 60, 11_016, 18_321, 20_541, -719_468, 2_932_896])
    func daysAndDatesAreEachOthersInverse(days: Int) {
        let date = CivilDate(daysSince1970: days)
        #expect(date.daysSince1970 == days)
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.month, .day, .weekday], from: Date(timeIntervalSince1970: Double(days) * 86_400))
        // Foundation counts Julian days before 1582.
        if days > -100_000 { #expect(parts.month == date.month && parts.day == date.day) }
        #expect(parts.weekday == date.weekday + 1)
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0.0), ("2026-03-29T09:30:00+02:00", 1_774_769_400),
            ("2026-03-29t09:30:00.25z", 1_774_776_600.25), ("1969-12-31T19:00:00-05:00", 0),
            ("2024-02-29T23:59:60Z", 1_709_251_200), ("2026-02-29T00:00:00Z", nil), ("2026-01-01", nil),
            ("2026-01-01T00:00:00", nil), ("2026-01-01 00:00:00Z", nil), ("2026-13-01T00:00:00Z", nil),
            ("2026-01-01T24:00:00Z", nil), ("٢٠٢٦-01-01T00:00:00Z", nil), ("2026-01-01T00:00:00Z ", nil), ("", nil),
        ] as [(String, Double?)])
    func timesAreRead(text: String, seconds: Double?) {
        #expect(RFC3339.seconds(text) == seconds)
    }

    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00Z"), (-1, 0, "1969-12-31T23:59:59Z"), (0, 20_700, "1970-01-01T05:45:00+05:45"),
        (0, -18_000, "1969-12-31T19:00:00-05:00"),
    ])
    func timesAreWritten(seconds: Int, offset: Int, text: String) {
        #expect(RFC3339.text(seconds, offset: offset) == text)
        #expect(RFC3339.seconds(text) == Double(seconds))
    }

    /// Against Foundation's zone data, every six hours of three years.
    @Test(arguments: Zone.all) func zonesAreRight(zone: Zone) throws {
        let foundation = try #require(TimeZone(identifier: zone.name))
        for moment in stride(from: 1_735_689_600, to: 1_735_689_600 + 3 * 365 * 86_400, by: 6 * 3600) {
            let offset = zone.offset(at: moment)
            #expect(offset == foundation.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment))))
            #expect(zone.moment(local: moment + offset) == moment || zone.rule != .none)
        }
    }

    @Test func eventsAreTheSameForTheSameDay() {
        #expect(EventSeries(count: 250, today: 20_000).events == EventSeries(count: 250, today: 20_000).events)
        #expect(EventSeries(count: 250, today: 20_000).events != EventSeries(count: 250, today: 20_001).events)
    }

    @Test(arguments: [0, 1, 2, 25, 250, 1000]) func eventsAreManifold(count: Int) {
        let today = 20_540
        let events = EventSeries(count: count, today: today).events
        #expect(events.count == count)
        #expect(Set(events.map(\.id)).count == count)
        #expect(events.allSatisfy { $0.end > $0.start })
        #expect(events.allSatisfy { $0.id.allSatisfy { "0123456789abcdefghijklmnopqrstuv".contains($0) } })
        let past = events.count { $0.start < today * 86_400 }
        #expect(abs(past - count / 2) <= max(2, count / 20))
        if count >= 250 {
            #expect(Set(events.map(\.zone.name)).count == Zone.all.count)
            #expect(events.contains { $0.isAllDay } && events.contains { $0.title == nil })
        }
    }

    @Test func pageTokensAreSealed() {
        let tokens = PageTokens()
        let token = tokens.token(offset: 50, question: "q")
        #expect(tokens.offset(token, question: "q") == 50)
        #expect(tokens.offset(token, question: "r") == nil)
        #expect(PageTokens().offset(token, question: "q") == nil)
        for index in token.indices {
            var forged = token
            forged.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(tokens.offset(forged, question: "q") == nil)
        }
    }
}

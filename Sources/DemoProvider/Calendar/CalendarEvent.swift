/// One event, in the shape of Google's (Calendar API v3, `events` resource).
struct CalendarEvent: Sendable, Equatable {
    struct Attendee: Sendable, Equatable {
        var email: String
        var name: String?
        var response: String
    }

    /// Google never writes null here, other calendars do, so scripts meet it in the demo.
    enum Description: Sendable, Equatable {
        case missing, null
        case text(String)
    }

    var id: String
    /// nil: the event has none, and the field is left out.
    var title: String?
    /// Seconds since 1970; for an all-day event midnight in the calendar's zone.
    var start: Int
    /// Exclusive.
    var end: Int
    var zone: Zone
    var isAllDay: Bool
    var status: String
    var location: String?
    var description: Description
    var attendees: [Attendee]
    var createdAt: Int

    func json(site: String) -> JSON {
        [
            "kind": "calendar#event", "etag": .string("\"\(createdAt)000\""), "id": .string(id),
            "status": .string(status), "htmlLink": .string("\(site)/calendar/event?eid=\(id)"),
            "created": .string(RFC3339.text(createdAt)), "updated": .string(RFC3339.text(createdAt + 60)),
            "summary": title.map { .string($0) }, "description": descriptionJSON,
            "location": location.map { .string($0) },
            "creator": ["email": .string(DemoUser.email), "self": true],
            "organizer": ["email": .string(DemoUser.email), "displayName": .string(DemoUser.fullName), "self": true],
            "start": json(of: start), "end": json(of: end), "transparency": isAllDay ? "transparent" : nil,
            "iCalUID": .string("\(id)@demo.example.org"), "sequence": 0,
            "attendees": attendees.isEmpty ? nil : .list(attendees.map(\.json)),
            "reminders": ["useDefault": true], "eventType": "default",
        ]
    }

    private var descriptionJSON: JSON? {
        switch description {
        case .missing: nil
        case .null: .null
        case .text(let text): .string(text)
        }
    }

    private func json(of moment: Int) -> JSON {
        let offset = zone.offset(at: moment)
        guard !isAllDay else {
            return ["date": .string(CivilDate(daysSince1970: (moment + offset) / 86_400).text)]
        }
        return ["dateTime": .string(RFC3339.text(moment, offset: offset)), "timeZone": .string(zone.name)]
    }
}

extension CalendarEvent.Attendee {
    fileprivate var json: JSON {
        [
            "email": .string(email), "displayName": name.map { .string($0) },
            "self": email == DemoUser.email ? true : nil, "responseStatus": .string(response),
        ]
    }
}

/// What an `events.list` request asks for, checked as Google checks it.
struct EventQuery: Sendable, Equatable {
    var maxResults = 50
    var pageToken: String?
    /// Seconds since 1970: events that end after it.
    var timeMin: Double?
    /// Seconds since 1970: events that start before it.
    var timeMax: Double?
    var isOrderedByStart = false

    init(_ form: Form) throws(GoogleError) {
        if let text = form["maxResults"] {
            guard let number = Int(text), number > 0 else {
                throw .badParameter("maxResults", "it is 1 to 2500")
            }
            maxResults = min(number, 2500)
        }
        pageToken = form["pageToken"]
        timeMin = try Self.time(form, "timeMin")
        timeMax = try Self.time(form, "timeMax")
        if let timeMin, let timeMax, timeMax <= timeMin {
            throw GoogleError(.badRequest, "The specified time range is empty.", "timeRangeEmpty")
        }
        let singleEvents = form["singleEvents"] ?? "false"
        guard ["true", "false"].contains(singleEvents) else {
            throw .badParameter("singleEvents", "it is true or false")
        }
        switch form["orderBy"] {
        case nil: break
        case "startTime":
            guard singleEvents == "true" else {
                throw GoogleError(
                    .badRequest,
                    "The requested ordering is not available for the particular query: "
                        + "orderBy=startTime needs singleEvents=true.", "badRequest")
            }
            isOrderedByStart = true
        default: throw .badParameter("orderBy", "only startTime is supported")
        }
    }

    private static func time(_ form: Form, _ name: String) throws(GoogleError) -> Double? {
        guard let text = form[name] else { return nil }
        guard let seconds = RFC3339.seconds(text) else {
            throw .badParameter(name, "it is an RFC 3339 time with an offset, such as 2026-01-31T00:00:00Z")
        }
        return seconds
    }

    struct Page: Sendable {
        var events: ArraySlice<CalendarEvent>
        var nextPageToken: String?
    }

    /// - Parameter events: In order of start.
    func page(of events: [CalendarEvent], calendar: String, tokens: PageTokens) throws(GoogleError) -> Page {
        var selected = events.filter { event in
            (timeMin.map { Double(event.end) > $0 } ?? true) && (timeMax.map { Double(event.start) < $0 } ?? true)
        }
        // "An unspecified, stable order" is Google's default: by id, so that a script that forgets orderBy sees it here.
        if !isOrderedByStart { selected.sort { $0.id < $1.id } }
        let question = "\(calendar)|\(timeMin ?? 0)|\(timeMax ?? 0)|\(isOrderedByStart)"
        var offset = 0
        if let pageToken {
            guard let known = tokens.offset(pageToken, question: question) else {
                throw .badParameter("pageToken", "it continues no request with these parameters")
            }
            offset = known
        }
        let rest = selected.dropFirst(offset)
        let isLast = rest.count <= maxResults
        return Page(
            events: rest.prefix(maxResults),
            nextPageToken: isLast ? nil : tokens.token(offset: offset + maxResults, question: question))
    }
}

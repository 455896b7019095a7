import Foundation
import Testing

@testable import DemoProvider

@Suite struct CalendarTests {
    static let path = "/calendar/v3/calendars/primary/events"

    @Test(arguments: [nil, 7, 100, 2500] as [Int?])
    func allEventsComeOnceAndInOrder(pageSize: Int?) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let token = try await visitor.login().accessToken
            let path = Self.path + "?singleEvents=true&orderBy=startTime" + (pageSize.map { "&maxResults=\($0)" } ?? "")
            let (items, pages) = try await all(visitor, path, token: token)
            #expect(items.count == 250)
            #expect(Set(items.compactMap { $0["id"] as? String }).count == 250)
            #expect(pages == (250 + (pageSize ?? 50) - 1) / (pageSize ?? 50))
            let starts = try items.map { try #require(Self.time($0["start"])) }
            #expect(starts == starts.sorted())
        }
    }

    @Test func aboutHalfIsInTheFuture() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let token = try await visitor.login().accessToken
            let now = RFC3339.text(Int(Date().timeIntervalSince1970))
            let (future, _) = try await all(
                visitor, Self.path + "?singleEvents=true&orderBy=startTime&timeMin=\(now)", token: token)
            #expect((115...135).contains(future.count))
            let (past, _) = try await all(visitor, Self.path + "?timeMax=\(now)", token: token)
            #expect((115...135).contains(past.count))
            // What runs now is in both.
            #expect(future.count + past.count >= 250)
        }
    }

    @Test func aPageHasGooglesShape() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let token = try await visitor.login().accessToken
            let answer = try await visitor.get(
                Self.path + "?maxResults=250&orderBy=startTime&singleEvents=true", token: token)
            let json = try answer.json
            #expect(json["kind"] as? String == "calendar#events")
            #expect(json["summary"] as? String == "demo@example.org")
            #expect(json["timeZone"] as? String == "Europe/Berlin")
            #expect(json["nextPageToken"] == nil)
            let items = try #require(json["items"] as? [[String: any Sendable]])
            #expect(items.allSatisfy { $0["kind"] as? String == "calendar#event" })
            #expect(items.contains { $0["summary"] as? String == "Family day 👨‍👩‍👧‍👦 at the zoo" })
            #expect(items.contains { $0["summary"] == nil })
            #expect(items.contains { $0["description"] is NSNull } && items.contains { $0["description"] == nil })
            let days = items.filter { ($0["start"] as? [String: any Sendable])?["date"] != nil }
            #expect(days.count == 28)
            let etag = try #require(answer.headers.first(name: "ETag"))
            #expect(json["etag"] as? String == etag)
            let again = try await visitor.send(
                .GET, Self.path + "?maxResults=250&orderBy=startTime&singleEvents=true",
                headers: [("Authorization", "Bearer \(token)"), ("If-None-Match", etag)])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
        }
    }

    @Test(arguments: [
        "maxResults=0", "maxResults=-1", "maxResults=many", "pageToken=made-up",
        "pageToken=AAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "orderBy=startTime", "orderBy=updated", "singleEvents=yes", "timeMin=2026-01-31", "timeMin=yesterday",
        "timeMin=2026-02-30T00:00:00Z", "timeMin=2026-01-02T00:00:00Z&timeMax=2026-01-01T00:00:00Z",
        "timeMin=2026-01-01T00:00:00+01:00",
    ])
    func badParametersAreGoogleShapedErrors(query: String) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let answer = try await visitor.get(Self.path + "?" + query, token: visitor.login().accessToken)
            #expect(answer.status == 400)
            let error = try #require(try answer.json["error"] as? [String: any Sendable])
            #expect(error["code"] as? Int == 400)
            #expect(error["status"] as? String == "INVALID_ARGUMENT")
            #expect((error["errors"] as? [[String: any Sendable]])?.first?["domain"] as? String == "global")
        }
    }

    @Test func aPageTokenContinuesOnlyItsOwnQuestion() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let token = try await visitor.login().accessToken
            let first = try await visitor.get(Self.path + "?singleEvents=true&orderBy=startTime", token: token).json
            let next = try #require(first["nextPageToken"] as? String)
            #expect(try await visitor.get(Self.path + "?pageToken=\(next)", token: token).status == 400)
            let other = Self.path.replacingOccurrences(of: "primary", with: "team%40group.example.org")
            #expect(
                try await visitor.get(other + "?singleEvents=true&orderBy=startTime&pageToken=\(next)", token: token)
                    .status == 400)
            #expect(
                try await visitor.get(
                    Self.path + "?singleEvents=true&orderBy=startTime&pageToken=\(next)", token: token
                ).status == 200)
        }
    }

    @Test func everyListedCalendarCanBeRead() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let token = try await visitor.login().accessToken
            let list = try await visitor.get("/calendar/v3/users/me/calendarList", token: token).json
            let ids = try #require(list["items"] as? [[String: any Sendable]]).compactMap { $0["id"] as? String }
            #expect(ids == ["demo@example.org", "team@group.example.org"])
            for id in ids {
                let answer = try await visitor.get("/calendar/v3/calendars/\(Form.encode(id))/events", token: token)
                #expect(answer.status == 200)
            }
            #expect(try await visitor.get("/calendar/v3/calendars/nobody/events", token: token).status == 404)
        }
    }

    @Test func theBearerTokenIsReallyChecked() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let none = try await visitor.get(Self.path)
            #expect(none.status == 401)
            #expect(none.headers.first(name: "WWW-Authenticate") == "Bearer realm=\"demo calendar\"")
            let wrong = try await visitor.get(Self.path, token: "demo_at_made-up")
            #expect(wrong.status == 401)
            #expect(wrong.headers.first(name: "WWW-Authenticate")?.contains("error=\"invalid_token\"") == true)
            let basic = try await visitor.send(.GET, Self.path, headers: visitor.basic)
            #expect(basic.status == 401)
            let login = try await visitor.login()
            #expect(try await visitor.get(Self.path, token: login.refreshToken).status == 401)
            let lower = try await visitor.send(
                .GET, Self.path, headers: [("Authorization", "bearer \(login.accessToken)")])
            #expect(lower.status == 200)
            let both = try await visitor.send(
                .GET, Self.path, headers: visitor.basic + [("Authorization", "Bearer \(login.accessToken)")])
            #expect(both.status == 400)

            let poor = try await visitor.login(["scope": "openid email"]).accessToken
            let forbidden = try await visitor.get(Self.path, token: poor)
            #expect(forbidden.status == 403)
            let challenge = forbidden.headers.first(name: "WWW-Authenticate") ?? ""
            #expect(
                challenge.contains("error=\"insufficient_scope\"") && challenge.contains("scope=\"calendar.readonly\""))
            let person = try await visitor.get("/userinfo", token: poor).json
            #expect(person["email"] as? String == "demo@example.org")
            #expect(person["name"] == nil)
            let stats = try await visitor.stats()
            #expect(stats["api_calls"] == 8)
            #expect(stats["unauthorized"] == 4)
        }
    }

    // MARK: Steps

    private func all(
        _ visitor: Visitor, _ path: String, token: String
    ) async throws -> (items: [[String: any Sendable]], pages: Int) {
        var items: [[String: any Sendable]] = []
        var cursor: String?
        var pages = 0
        repeat {
            let separator = path.contains("?") ? "&" : "?"
            let answer = try await visitor.get(
                path + (cursor.map { "\(separator)pageToken=\($0)" } ?? ""), token: token)
            #expect(answer.status == 200)
            items += try #require(try answer.json["items"] as? [[String: any Sendable]])
            cursor = try answer.json["nextPageToken"] as? String
            pages += 1
        } while cursor != nil && pages < 100
        return (items, pages)
    }

    private static func time(_ field: (any Sendable)?) -> Double? {
        guard let field = field as? [String: any Sendable] else { return nil }
        if let text = field["dateTime"] as? String { return RFC3339.seconds(text) }
        // All-day events start at midnight in the calendar's own zone.
        guard let day = field["date"] as? String, let utc = RFC3339.seconds(day + "T00:00:00Z") else { return nil }
        return Double(Zone.berlin.moment(local: Int(utc)))
    }
}

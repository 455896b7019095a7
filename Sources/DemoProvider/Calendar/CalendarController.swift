import Crypto
import HTTPTypes
import Hummingbird

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The API behind the authorization server: `events.list` and `calendarList.list` of Google's Calendar API v3, and an
/// OpenID Connect `userinfo`.
struct CalendarController {
    private struct DemoCalendar: Sendable {
        var id: String
        var title: String
        var series: EventSeries
    }

    private let state: ProviderState
    private let calendars: [DemoCalendar]
    private let tokens = PageTokens()

    init(state: ProviderState, options: DemoProvider.Options) {
        self.state = state
        let today = Int(state.startedAt.timeIntervalSince1970) / 86_400
        let count = options.eventCount
        calendars = [
            DemoCalendar(id: DemoUser.email, title: DemoUser.email, series: EventSeries(count: count, today: today)),
            DemoCalendar(
                id: "team@group.example.org", title: "Team Größenwahn",
                series: EventSeries(count: count / 10, today: today, seed: 5)),
        ]
    }

    func add(to router: Router<DemoContext>) {
        router.get("/calendar/v3/calendars/{id}/events") { request, context in
            await answered(request, context, scope: Scope.calendar) { _ throws(GoogleError) in
                let calendar = try calendar(context.parameters.get("id") ?? "")
                return try await events(of: calendar, request)
            }
        }
        router.get("/calendar/v3/users/me/calendarList") { request, context in
            await answered(request, context, scope: Scope.calendar) { _ in
                Response.json(["kind": "calendar#calendarList", "items": .list(calendars.map(entry))])
            }
        }
        for method in [HTTPRequest.Method.get, .post] {
            router.on("/userinfo", method: method) { request, context in
                await answered(request, context, scope: nil) { grant in
                    let subject = await state.behaviour.userinfoSubject ?? DemoUser.subject
                    return Response.json(Self.userinfo(grant.scope, subject: subject))
                }
            }
        }
    }

    private func answered(
        _ request: Request, _ context: DemoContext, scope: String?,
        by answer: (ProviderState.AccessGrant) async throws(GoogleError) -> Response
    ) async -> Response {
        let grant: ProviderState.AccessGrant
        do throws(Bearer.Refusal) {
            grant = try await Bearer.check(request, context, state: state, needs: scope)
        } catch {
            return error.response
        }
        do throws(GoogleError) {
            return try await answer(grant)
        } catch {
            return .json(error.json, status: error.status)
        }
    }

    private func calendar(_ id: String) throws(GoogleError) -> DemoCalendar {
        let name = Form.decode(id.replacing("+", with: "%2B"))
        guard let calendar = calendars.first(where: { $0.id == (name == "primary" ? DemoUser.email : name) }) else {
            throw GoogleError(.notFound, "Not Found", "notFound")
        }
        return calendar
    }

    private func events(of calendar: DemoCalendar, _ request: Request) async throws(GoogleError) -> Response {
        let query = try EventQuery(request.queryForm)
        let page = try query.page(of: calendar.series.events, calendar: calendar.id, tokens: tokens)
        let site = await state.endpoints.baseURL
        let items = JSON.list(page.events.map { $0.json(site: site) })
        let etag = "\"" + Base64URL.encode(Data(SHA256.hash(data: items.bytes).prefix(12))) + "\""
        guard request.headers[.ifNoneMatch] != etag else {
            return Response(status: .notModified, headers: [.eTag: etag])
        }
        return .json(
            [
                "kind": "calendar#events", "etag": .string(etag), "summary": .string(calendar.title), "description": "",
                "updated": .string(RFC3339.text(Int(state.startedAt.timeIntervalSince1970))),
                "timeZone": .string(Zone.berlin.name), "accessRole": "reader", "defaultReminders": [],
                "nextPageToken": page.nextPageToken.map { .string($0) }, "items": items,
            ], headers: [.eTag: etag, .cacheControl: "private, max-age=0, must-revalidate"])
    }

    private func entry(_ calendar: DemoCalendar) -> JSON {
        [
            "kind": "calendar#calendarListEntry", "id": .string(calendar.id), "summary": .string(calendar.title),
            "timeZone": .string(Zone.berlin.name), "accessRole": "reader",
            "primary": calendar.id == DemoUser.email ? true : nil,
        ]
    }

    /// OpenID Connect Core §5.4: which claims there are depends on the scope.
    private static func userinfo(_ scope: [String], subject: String) -> JSON {
        [
            "sub": .string(subject), "name": scope.contains("profile") ? .string(DemoUser.fullName) : nil,
            "locale": scope.contains("profile") ? "de-DE" : nil,
            "email": scope.contains("email") ? .string(DemoUser.email) : nil,
            "email_verified": scope.contains("email") ? true : nil,
        ]
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Endpoints that do not answer every time: for whatever waits and tries again. None needs a token.
///
/// | endpoint | answers |
/// | --- | --- |
/// | `ANY /api/flaky?fail=2&status=503` | that status to the first two requests, then 200; `&retry_after=1` or `&retry_date=1` adds the header; `&how=close` ends the connection instead, `&how=cut` in the middle of the body |
/// | `GET /api/flaky/seen` | `{"requests":3}` |
/// | `ANY /api/limited?limit=5&window=1&style=github` | 200 to five requests in each second, and a refusal to others, in one of ``LimitStyle``'s ways; `&retry_after=1800` is what refusals ask for instead of the truth |
/// | `GET /api/limited/seen` | `{"answered":5,"refused":0}` |
///
/// `&key=` tells several counters apart.
struct LimitController {
    let state: ProviderState
    let counters = LimitCounters()

    func add(to router: Router<DemoContext>) {
        let group = router.group("/api")
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
            group.on("flaky", method: method, use: flaky)
            group.on("limited", method: method, use: limited)
        }
        group.get("flaky/seen") { request, _ in
            Response.json(["requests": .integer(await counters.attempts(Self.key(request)))], headers: .uncached)
        }
        group.get("limited/seen") { request, _ in
            let seen = await counters.seen(Self.key(request))
            return Response.json(
                ["answered": .integer(seen.answered), "refused": .integer(seen.refused)], headers: .uncached)
        }
    }

    private static func key(_ request: Request) -> String { request.queryForm["key"] ?? "" }

    @Sendable private func flaky(_ request: Request, _ context: DemoContext) async throws -> Response {
        let form = request.queryForm
        let attempt = await counters.attempt(Self.key(request))
        guard attempt <= form.integer("fail") ?? 1 else {
            return .json(["attempt": .integer(attempt), "method": .string(request.method.rawValue)])
        }
        switch form["how"] {
        case "close":
            try? await context.channel.close()
            return Response(status: .badGateway)
        case "cut": return PlaygroundController.cutShort()
        default: break
        }
        let code = form.integer("status") ?? 503
        guard (400...599).contains(code) else { throw HTTPError(.badRequest, message: "The status is 400 to 599") }
        var headers = HTTPFields.uncached
        headers[.retryAfter] = form["retry_after"]
        if let seconds = form.integer("retry_date") {
            headers[.retryAfter] = HTTPDate.text(await state.now.addingTimeInterval(Double(seconds)))
        }
        return .json(
            ["error": "This fails on purpose", "attempt": .integer(attempt)], status: HTTPResponse.Status(code: code),
            headers: headers)
    }

    @Sendable private func limited(_ request: Request, _ context: DemoContext) async throws -> Response {
        let form = request.queryForm
        guard let style = LimitStyle(rawValue: form["style"] ?? LimitStyle.ietf.rawValue) else {
            let styles = LimitStyle.allCases.map(\.rawValue).joined(separator: ", ")
            throw HTTPError(.badRequest, message: "The styles are \(styles)")
        }
        let length = form["window"].flatMap { Double($0) } ?? 1
        let limit = form.integer("limit") ?? 5
        guard 0.01...86_400 ~= length, 1...1_000_000 ~= limit else {
            throw HTTPError(.badRequest, message: "The limit is 1 to 1000000, the window 0.01 to 86400 seconds")
        }
        let now = await state.now.timeIntervalSince1970
        let standing = await counters.request(Self.key(request), limit: limit, length: length, at: now)
        var headers = HTTPFields.uncached
        for (name, value) in style.headers(standing, length: length, now: now) {
            headers[HTTPField.Name(name)!] = value
        }
        if standing.isServed {
            return .json(["remaining": .integer(standing.remaining)], headers: headers)
        }
        if let asked = form["retry_after"] { headers[.retryAfter] = asked }
        return .json(["error": "Too many requests"], status: style.refusal, headers: headers)
    }
}

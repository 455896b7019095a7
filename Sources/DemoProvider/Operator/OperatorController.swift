import HTTPTypes
import Hummingbird
import OAuthCore

/// What an operator of the provider could do, for tests and demonstrations, below `/_demo/`. There is no key: the
/// provider listens on loopback only, and pages in a browser are kept out by their `Origin`.
///
/// - `GET  /_demo/stats`: counts of what happened so far.
/// - `POST /_demo/expire`: every access token ends now.
/// - `POST /_demo/revoke`: every login ends now.
/// - `POST /_demo/honours`: a form with `refresh_token` (or `GET` with it in the query); says whether a refresh with it
///   would succeed, without doing it.
/// - `POST /_demo/fail?status=503&times=2`: the next token requests fail so. `error=` names the code (default
///   `temporarily_unavailable`), `html=1` answers a page, `close=1` ends the connection, `retry_after=` adds the header,
///   `after=1` processes the request first and loses only its answer.
struct OperatorController {
    let state: ProviderState

    func add(to router: Router<DemoContext>) {
        let group = router.group("/_demo").add(middleware: NoForeignPages(state: state))
        group.get("stats") { _, _ in Response.json(await state.stats.json, headers: .uncached) }
        group.post("expire") { _, _ in
            await state.expireAccessTokens()
            return Response.json(["done": true])
        }
        group.post("revoke") { _, _ in
            await state.revokeEverything()
            return Response.json(["done": true])
        }
        group.post("honours") { request, _ in try await honours(request.bodyForm()) }
        group.get("honours") { request, _ in try await honours(request.queryForm) }
        group.post("fail") { request, _ in
            let form = request.queryForm
            var fault = Fault()
            fault.status = form.integer("status") ?? 503
            fault.remaining = form.integer("times") ?? 1
            guard (400...599).contains(fault.status), fault.remaining >= 0 else {
                throw HTTPError(.badRequest, message: "status is 400 to 599, times is 0 or more")
            }
            if let error = form["error"] { fault.form = .json(error: error) }
            if form["html"] == "1" { fault.form = .html }
            if form["close"] == "1" { fault.form = .close }
            fault.retryAfter = form["retry_after"]
            fault.happensAfterwards = form["after"] == "1"
            await state.fail(fault)
            return Response.json(["done": true])
        }
    }

    private func honours(_ form: Form?) async throws -> Response {
        guard let token = form?["refresh_token"] else {
            throw HTTPError(.badRequest, message: "Send refresh_token in a form or in the query")
        }
        return .json(["honoured": .boolean(await state.honours(Redacted(token)))], headers: .uncached)
    }
}

/// A page of another site that posts here, by a form or by a name that resolves to loopback, is refused.
struct NoForeignPages: RouterMiddleware {
    typealias Context = DemoContext
    let state: ProviderState

    func handle(
        _ request: Request, context: DemoContext, next: (Request, DemoContext) async throws -> Response
    ) async throws -> Response {
        let port = await state.endpoints.port
        let own = ["127.0.0.1:\(port)", "localhost:\(port)"]
        guard own.contains(request.head.authority ?? ""),
            request.headers[.origin].map({ origin in own.contains { origin == "http://" + $0 } }) ?? true
        else { throw HTTPError(.forbidden, message: "The operator's endpoints are for programs on this machine") }
        return try await next(request, context)
    }
}

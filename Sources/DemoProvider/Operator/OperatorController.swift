import HTTPTypes
import Hummingbird
import OAuthCore

/// What an operator of the provider could do, for tests and demonstrations, below `/_demo/`. There is no key: the
/// provider listens on loopback only, and pages in a browser are kept out by their `Origin`.
///
/// - `GET  /_demo/stats`: counts of what happened so far.
/// - `GET  /_demo/clients`: every client with its credentials, and the keys made for this run; `GET
///   /_demo/service_account`: the file of the service account.
/// - `POST /_demo/expire`: every access token ends now.
/// - `POST /_demo/revoke`: every login ends now.
/// - `POST /_demo/honours`: a form with `refresh_token` (or `GET` with it in the query); says whether a refresh with it
///   would succeed, without doing it.
/// - `POST /_demo/fail?status=503&times=2`: the next token requests fail so. `error=` names the code (default
///   `temporarily_unavailable`), `html=1` answers a page, `close=1` ends the connection, `retry_after=` adds the header,
///   `after=1` processes the request first and loses only its answer.
/// - `POST /_demo/set?name=value`: any of ``DemoProvider/Options/names``, several at once.
/// - `POST /_demo/id_token?fault=wrong_aud`: what is wrong with ID tokens from now on, one of ``IDTokenFault`` or `none`;
///   `POST /_demo/response?fault=`: the same for signed authorization responses (JARM).
/// - `POST /_demo/rotate_keys`: the provider signs with new keys, and `/jwks` has only those.
/// - `POST /_demo/publish`: `/api/document` has a new version.
/// - `POST /_demo/rotate_nonces`: DPoP nonces given so far are worth nothing.
/// - `POST /_demo/device?user_code=…&decision=approve`, `deny` or `expire`; `slow_down=2` answers the next polls so. Without
///   `user_code` it is about every device that waits. `GET /_demo/device`: the codes of those.
/// - `POST /_demo/register_key?client=demo-key`: a JWK, or a public key in PEM, as the body; assertions and request
///   objects of that client may be signed by it too.
struct OperatorController {
    let state: ProviderState

    func add(to router: Router<DemoContext>) {
        let group = router.group("/_demo").add(middleware: NoForeignPages(state: state))
        group.get("stats") { _, _ in Response.json(await state.stats.json, headers: .uncached) }
        group.get("clients") { _, _ in Response.json(await state.clientList(), headers: .uncached) }
        group.get("service_account") { _, _ in Response.json(await state.serviceAccount(), headers: .uncached) }
        group.post("expire") { _, _ in await done { await state.expireAccessTokens() } }
        group.post("revoke") { _, _ in await done { await state.revokeEverything() } }
        group.post("rotate_keys") { _, _ in await done { await state.rotateKeys() } }
        group.post("publish") { _, _ in await done { await state.publish() } }
        group.post("rotate_nonces") { _, _ in await done { await state.forgetNonces() } }
        group.post("honours") { request, _ in try await honours(request.bodyForm()) }
        group.get("honours") { request, _ in try await honours(request.queryForm) }
        group.post("fail") { request, _ in try await fail(request.queryForm) }
        group.post("set") { request, _ in
            for pair in request.queryForm.parameters {
                guard await state.set(pair.name, pair.value) else {
                    throw HTTPError(
                        .badRequest,
                        message: "There is no \(pair.name) that could be \(pair.value); there are "
                            + DemoProvider.Options.names.joined(separator: ", "))
                }
            }
            return Response.json(["done": true])
        }
        group.post("id_token") { request, _ in try await spoil(\.idTokenFault, request.queryForm) }
        group.post("response") { request, _ in try await spoil(\.responseFault, request.queryForm) }
        group.get("device") { _, _ in
            Response.json(["user_codes": .list(await state.pendingUserCodes().map { .string($0) })])
        }
        group.post("device") { request, _ in try await device(request.queryForm) }
        group.post("register_key") { request, _ in
            let text = String(buffer: try await request.body.collect(upTo: 65_536))
            guard let id = request.queryForm["client"], await state.registerKey(text, for: id) else {
                throw HTTPError(.badRequest, message: "The body is a public JWK or PEM, client names a client")
            }
            return Response.json(["done": true])
        }
    }

    private func done(_ deed: () async -> Void) async -> Response {
        await deed()
        return .json(["done": true])
    }

    private func fail(_ form: Form) async throws -> Response {
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
        return .json(["done": true])
    }

    private func spoil(
        _ path: WritableKeyPath<Behaviour, IDTokenFault?> & Sendable, _ form: Form
    ) async throws -> Response {
        let fault = form["fault"].flatMap(IDTokenFault.init)
        guard fault != nil || form["fault"] == "none" else {
            let names = IDTokenFault.allCases.map(\.rawValue).joined(separator: ", ")
            throw HTTPError(.badRequest, message: "fault is none or one of \(names)")
        }
        await state.spoil(path, fault)
        return .json(["done": true])
    }

    private func device(_ form: Form) async throws -> Response {
        let waiting = await state.pendingUserCodes()
        let codes = form["user_code"].map { [$0] } ?? waiting
        var isDone = !codes.isEmpty
        for code in codes {
            if let times = form.integer("slow_down") {
                isDone = await state.slowDownDevice(userCode: code, times: times) && isDone
            } else if let decision = form["decision"].flatMap(DeviceCodes.Decision.init) {
                isDone = await state.decideDevice(decision, userCode: code) && isDone
            } else {
                isDone = false
            }
        }
        guard isDone else {
            throw HTTPError(
                .badRequest,
                message: "decision is approve, deny or expire, or slow_down a number; and a device has to wait")
        }
        return .json(["done": true])
    }

    private func honours(_ form: Form?) async throws -> Response {
        guard let token = form?["refresh_token"] else {
            throw HTTPError(.badRequest, message: "Send refresh_token in a form or in the query")
        }
        return .json(["honoured": .boolean(await state.honours(Redacted(token)))], headers: .uncached)
    }
}

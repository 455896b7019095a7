import Crypto
import HTTPTypes
import Hummingbird

/// `/oauth/authorize` and the two pages that a person answers (RFC 6749 §4.1.1).
struct AuthorizeController {
    let state: ProviderState
    let options: DemoProvider.Options

    func add(to router: Router<DemoContext>) {
        for prefix in ["", "/tenant/{tenant}"] {
            router.get("\(prefix)/oauth/authorize") { request, context in
                await authorize(request, request.queryForm, tenant: context.parameters.get("tenant"))
            }
            router.post("\(prefix)/oauth/authorize") { request, context in
                let form = (try await request.bodyForm()) ?? Form(parameters: [])
                return await authorize(request, form, tenant: context.parameters.get("tenant"))
            }
        }
        router.get("/quirk/authorize") { request, _ in
            await authorize(request, request.queryForm, quirks: CallbackQuirks(request.queryForm))
        }
        router.post("/oauth/login") { request, _ in try await logIn(request) }
        router.get("/oauth/consent") { request, _ in
            guard
                let question = await state.question(
                    request.queryForm, sessionID: await sessionID(of: request), isAnswer: false)
            else { return Self.stale.response }
            return question.needsLogin
                ? LoginPage(question: question).page.response : ConsentPage(question: question).page.response
        }
        router.post("/oauth/consent") { request, _ in try await answer(request) }
    }

    private func authorize(
        _ request: Request, _ form: Form, tenant: String? = nil, quirks: CallbackQuirks = CallbackQuirks()
    ) async -> Response {
        let step = await state.authorize(
            form, sessionID: await sessionID(of: request), issuer: await state.issuer(tenant: tenant), quirks: quirks)
        switch step {
        case .page(let title, let detail): return Page.error(title, detail).response
        case .respond(let callback): return callback.response()
        case .ask(let question):
            let page = question.needsLogin ? LoginPage(question: question).page : ConsentPage(question: question).page
            return await withCookie(page.response, question)
        }
    }

    private func logIn(_ request: Request) async throws -> Response {
        guard let form = try await request.bodyForm(),
            let question = await state.question(form, sessionID: await sessionID(of: request), isAnswer: true)
        else { return Self.stale.response }
        guard SHA256.same(form["username"] ?? "", DemoUser.name), SHA256.same(form["password"] ?? "", DemoUser.password)
        else { return LoginPage(question: question, failed: true).page.response }
        let signedIn = await state.signIn(question)
        return await withCookie(
            .sendOn(to: "/oauth/consent?interaction=" + signedIn.interactionID, status: .seeOther), signedIn)
    }

    private func answer(_ request: Request) async throws -> Response {
        guard let form = try await request.bodyForm(),
            let question = await state.question(form, sessionID: await sessionID(of: request), isAnswer: true),
            !question.needsLogin
        else { return Self.stale.response }
        return await state.answer(question, allows: form["decision"] == "allow").response(status: .seeOther)
    }

    private static let stale = Page.error(
        "This page is out of date",
        "It was answered already, belongs to another browser, or waited too long. "
            + "Start again from the program that sent you here.", status: .forbidden)

    // MARK: The session's cookie

    /// Cookies do not know ports (RFC 6265 §8.5): the name does, so that two providers on one machine do not meet.
    private var cookieName: String { get async { "demo_session_\(await state.endpoints.port)" } }

    private func sessionID(of request: Request) async -> String? { request.cookies[await cookieName]?.value }

    private func withCookie(_ response: Response, _ question: Sessions.Question) async -> Response {
        var response = response
        response.headers[.setCookie] = "\(await cookieName)=\(question.sessionID); Path=/oauth; HttpOnly; SameSite=Lax"
        return response
    }
}

import HTTPTypes
import Hummingbird
import OAuthCore

/// Answers what is addressed to the host names of a played provider; the rest is the demo provider's own.
struct PlayedProvider: RouterMiddleware {
    typealias Context = DemoContext
    let rules: Masquerade
    let state: ProviderState

    func handle(
        _ request: Request, context: DemoContext, next: (Request, DemoContext) async throws -> Response
    ) async throws -> Response {
        var host = request.head.authority?.lowercased() ?? ""
        if host.hasSuffix(":443") { host.removeLast(4) }
        guard rules.isAt(host) else { return try await next(request, context) }
        let address = host + request.uri.path
        if request.method == .get || request.method == .head {
            if let variables = URLPattern(rules.authorization.url).match(address) {
                return await authorize(request, variables)
            }
            if let openID = rules.openID {
                if address == openID.discovery { return .json(metadata(openID)) }
                if address == openID.keys { return .json(await state.keySet()) }
            }
        }
        if URLPattern(rules.token.url).match(address) != nil {
            return await token(request, context)
        }
        if let signed = rules.signed, let response = await sign(request, at: address, signed) { return response }
        return await call(request, at: address)
    }

    // MARK: Signing in

    private func authorize(_ request: Request, _ variables: [String: String]) async -> Response {
        switch await state.play(rules, authorize: request.queryForm, variables: variables) {
        case .refuse(let reason): return Page.error("\(rules.id) refuses this sign-in", reason).response
        case .redirect(let location): return .sendOn(to: location)
        case .ask: return question(request)
        }
    }

    func question(_ request: Request) -> Response {
        Page(
            title: "Allow access",
            content: """
                <h1>Allow oauthlua demo?</h1>
                <p>This is the demo provider, which plays \(rules.id).</p>
                <p><a href="?\((request.uri.query ?? "") + "&demo_allow=1")">Allow</a></p>
                """
        ).response
    }

    private func metadata(_ openID: OpenIDRules) -> JSON {
        [
            "issuer": .string(openID.issuer),
            "authorization_endpoint": .string("https://" + rules.authorization.url),
            "token_endpoint": .string("https://" + rules.token.url), "jwks_uri": .string("https://" + openID.keys),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        ]
    }

    // MARK: Tokens

    private func token(_ request: Request, _ context: DemoContext) async -> Response {
        if let refusal = rules.token.demands(request) { return refusal }
        if let fault = await state.nextFault() { return await fault.response(closing: context.channel) }
        do throws(PlayedRefusal) {
            let answer = try await state.play(
                rules, token: try await parameters(of: request), basic: request.headers[.authorization])
            return rules.token.write(rules.token.answer(answer), request)
        } catch {
            if error == .body { await state.countRefusedBody() }
            return rules.token.refuse(error, request)
        }
    }

    private func parameters(of request: Request) async throws(PlayedRefusal) -> Form {
        if request.method == .get, rules.token.takesGET { return request.queryForm }
        guard request.method == .post else { throw .body }
        let isJSON = request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true
        guard rules.token.body == .either || (rules.token.body == .json) == isJSON,
            let form = await request.bodyParameters()
        else { throw .body }
        return form
    }

    // MARK: The API

    private func call(_ request: Request, at address: String) async -> Response {
        for endpoint in rules.api.endpoints where endpoint.method == request.method {
            guard let variables = URLPattern(endpoint.url).match(address) else { continue }
            if let refusal = rules.api.demands(request) { return refusal }
            // The signature of a signed request is over the body as well.
            var request = request
            guard let body = try? await request.collectBody(upTo: 65_536) else {
                return .json(["error": "invalid_request", "message": "The body is too long"], status: .contentTooLarge)
            }
            guard let login = await login(of: request, at: address) else { return rules.api.unauthorized() }
            return endpoint.answer(
                PlayedCall(
                    login: login, variables: variables, query: request.queryForm, headers: request.headers,
                    body: String(buffer: body)))
        }
        return .json(
            ["error": "not_found", "message": .string("There is no \(request.method) \(address)")], status: .notFound)
    }

    private func login(of request: Request, at address: String) async -> PlayedLogin? {
        if let header = rules.api.header { return await state.playedLogin(request.headers[header]) }
        let authorization = request.headers[.authorization] ?? ""
        if rules.signed != nil, authorization.lowercased().hasPrefix("oauth ") {
            return await state.playedSignedLogin(await signature(of: request, at: address))
        }
        return await state.playedLogin(
            authorization.lowercased().hasPrefix("bearer ") ? String(authorization.dropFirst(7)) : nil)
    }
}

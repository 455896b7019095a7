import HTTPTypes
import Hummingbird
import OAuthCore

/// Endpoints that differ from the standards as known providers do.
///
/// | endpoint | does |
/// | --- | --- |
/// | `GET /quirk/authorize?code_name=…&extra=realmId:1` | as `/oauth/authorize`; the callback differs (``CallbackQuirks``) |
/// | `GET`, `POST /quirk/token?…` | as `/oauth/token`; see ``TokenQuirks``. By `GET` everything is in the query |
/// | `GET`, `POST /quirk/renew?…` | a new access token for a living one, in `access_token`, `fb_exchange_token` or the header |
/// | `GET /quirk/api?placement=…&name=…&scheme=…` | says where it saw the token; 401 where it is elsewhere |
/// | `GET /quirk/instance/{name}/me` | an API below an address that a token response named |
struct QuirkController {
    let state: ProviderState

    func add(to router: Router<DemoContext>) {
        for method in [HTTPRequest.Method.get, .post] {
            router.on("/quirk/token", method: method) { request, context in
                await answered(request, context) { request throws(TokenError) in
                    try await state.token(request).json
                }
            }
            router.on("/quirk/renew", method: method) { request, context in
                await answered(request, context) { request throws(TokenError) in
                    try await state.renew(request).json
                }
            }
            router.on("/quirk/api", method: method) { request, context in
                let placement = Placement(request.queryForm)
                let token = await placement.token(in: request)
                let scheme = placement.scheme.lowercased() == "dpop" ? "dpop" : "bearer"
                do throws(Bearer.Refusal) {
                    let grant = try await Bearer.check(token, scheme: scheme, request, context, state: state)
                    return Response.json(
                        [
                            "placement": .string(placement.kind), "name": .string(placement.name),
                            "scope": .string(grant.scope.joined(separator: " ")),
                        ])
                } catch {
                    return error.response
                }
            }
        }
        router.get("/quirk/instance/{name}/me") { request, context in
            do throws(Bearer.Refusal) {
                _ = try await Bearer.check(request, context, state: state)
                return Response.json(["instance": .string(context.parameters.get("name") ?? "")])
            } catch {
                return error.response
            }
        }
    }

    private func answered(
        _ request: Request, _ context: DemoContext, by answer: (TokenRequest) async throws(TokenError) -> JSON
    ) async -> Response {
        let query = request.queryForm
        let isOption = { (parameter: Parameter) in TokenQuirks.optionNames.contains(parameter.name) }
        let quirks = TokenQuirks(options: Form(parameters: query.parameters.filter(isOption)))
        do throws(TokenError) {
            var form = Form(parameters: query.parameters.filter { !isOption($0) })
            if request.method == .post, let body = await request.bodyParameters() {
                form.parameters += body.parameters
            }
            let read = try quirks.read(form, request.headers)
            let asked = try await TokenRequest.read(request, context, state: state, form: read)
            return quirks.answer(try await answer(asked), now: asked.now, base: await state.endpoints.baseURL)
        } catch {
            return quirks.answer(error)
        }
    }
}

/// Where an API wants its token: `placement=header` (the default), `query` or `cookie`, under `name`; in a header behind
/// `scheme`, which may be empty.
struct Placement: Sendable {
    var kind: String
    var name: String
    var scheme: String

    init(_ form: Form) {
        kind = form["placement"] ?? "header"
        name = form["name"] ?? (kind == "header" ? "Authorization" : "access_token")
        let isBare = name.lowercased() != "authorization"
        scheme = form.parameters.first { $0.name == "scheme" }?.value ?? (isBare ? "" : "Bearer")
    }

    /// Nil where it is not there, or is in the usual header as well.
    func token(in request: Request) async -> String? {
        guard kind == "header" && name.lowercased() == "authorization" || request.headers[.authorization] == nil else {
            return nil
        }
        switch kind {
        case "header":
            guard let value = HTTPField.Name(name).flatMap({ request.headers[$0] }) else { return nil }
            guard !scheme.isEmpty else { return value }
            return value.hasPrefix(scheme + " ") ? String(value.dropFirst(scheme.count + 1)) : nil
        case "query": return request.queryForm[name]
        case "cookie": return request.cookies[name]?.value
        default: return nil
        }
    }
}

extension ProviderState {
    /// As Facebook and Instagram do: no refresh token, the living access token is exchanged for another. The old one ends.
    func renew(_ request: TokenRequest) throws(TokenError) -> TokenAnswer {
        stats.tokenRequests += 1
        let parts = request.authorization?.split(separator: " ", maxSplits: 1).map(String.init) ?? []
        let bearer = parts.count == 2 && parts[0].lowercased() == "bearer" ? parts[1] : nil
        let text = request.form["fb_exchange_token"] ?? request.form["access_token"] ?? bearer
        guard let token = text.map({ Redacted($0) }), let grant = liveGrant(token),
            let client = clients[families[grant.family].clientID]
        else {
            stats.tokenErrors += 1
            throw TokenError("invalid_grant", "There is no living access token")
        }
        accessGrants[token] = nil
        stats.refreshes += 1
        let asking = GrantRequest(request: request, client: client)
        let pair = mint(
            asking, family: grant.family, scope: grant.scope, resources: grant.resources, refreshToken: false)
        return TokenAnswer(pair: pair, scope: grant.scope, now: request.now)
    }
}

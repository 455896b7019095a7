import Crypto
import HTTPTypes
import Hummingbird
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// OAuth 1.0a (RFC 5849): `/oauth1/request_token`, `/oauth1/authorize`, `/oauth1/access_token`, and `/oauth1/api/echo`,
/// which answers any method that is signed with what it saw.
struct OAuth1Controller {
    let state: ProviderState

    func add(to router: Router<DemoContext>) {
        for method in [HTTPRequest.Method.get, .post] {
            router.on("/oauth1/request_token", method: method) { request, _ in
                await answered(request) { request throws(OAuth1Problem) in
                    Self.form(try await state.requestToken(request))
                }
            }
            router.on("/oauth1/access_token", method: method) { request, _ in
                await answered(request) { request throws(OAuth1Problem) in
                    Self.form(try await state.accessToken(request))
                }
            }
        }
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
            router.on("/oauth1/api/echo", method: method) { request, _ in
                await answered(request) { request throws(OAuth1Problem) in
                    try await state.check(request, token: .lasting)
                    return .json(Self.echo(request))
                }
            }
        }
        router.get("/oauth1/authorize") { request, _ in
            await authorize(request.queryForm["oauth_token"] ?? "", decision: nil)
        }
        router.post("/oauth1/authorize") { request, _ in
            guard let form = try await request.bodyForm(),
                request.headers[.origin].map({ $0.hasSuffix("//" + (request.head.authority ?? "")) }) ?? true,
                SHA256.same(form["username"] ?? "", DemoUser.name),
                SHA256.same(form["password"] ?? "", DemoUser.password)
            else { return Page.error("That is not the demo account", "Start again from the program.").response }
            return await authorize(form["oauth_token"] ?? "", decision: form["decision"] == "allow")
        }
    }

    private static func echo(_ request: SignedRequest) -> JSON {
        [
            "method": .string(request.method), "placement": .string(request.placement.rawValue),
            "signature_method": request["oauth_signature_method"].map { .string($0) },
            "realm": request.realm.map { .string($0) }, "has_token": .boolean(request["oauth_token"] != nil),
            "has_body_hash": .boolean(request["oauth_body_hash"] != nil),
            "parameters": .list(
                request.signed.filter { !$0.name.hasPrefix("oauth_") && $0.name != "realm" }
                    .map { ["name": .string($0.name), "value": .string($0.value)] }),
        ]
    }

    private static func form(_ parameters: [Parameter]) -> Response {
        let text = parameters.map { "\($0.name)=\(Form.encode($0.value))" }.joined(separator: "&")
        return .bytes(Array(text.utf8), type: "application/x-www-form-urlencoded", headers: .uncached)
    }

    private func answered(
        _ request: Request, by answer: (SignedRequest) async throws(OAuth1Problem) -> Response
    ) async -> Response {
        var response: Response
        do throws(OAuth1Problem) {
            guard let signed = await SignedRequest.read(request) else {
                throw OAuth1Problem.badRequest("parameter_absent")
            }
            response = try await answer(signed)
        } catch {
            response = Self.form([Parameter("oauth_problem", error.name)])
            response.status = error.isUnauthorized ? .unauthorized : .badRequest
            response.headers[.wwwAuthenticate] = "OAuth realm=\"demo\", oauth_problem=\"\(error.name)\""
        }
        return response
    }

    private func authorize(_ token: String, decision: Bool?) async -> Response {
        switch await state.authorizeOAuth1(token, decision: decision) {
        case .unknown: return Page.error("Nothing to allow", "There is no such request any more.").response
        case .redirect(let location): return .sendOn(to: location)
        case .show(let verifier):
            return Page(
                title: "Allowed",
                content: "<h1>Allowed</h1><p>Give this code to the program: <code>\(verifier)</code></p>"
            ).response
        case .ask:
            return Page(
                title: "Allow access",
                content: """
                    <h1>Allow oauthlua demo?</h1>
                    <form method="post" action="/oauth1/authorize">
                    <input type="hidden" name="oauth_token" value="\(token)">
                    <label for="username">User name</label>
                    <input id="username" name="username" value="\(DemoUser.name)" autocomplete="off" required>
                    <label for="password">Password</label>
                    <input id="password" name="password" type="password" value="\(DemoUser.password)" \
                    autocomplete="off" required>
                    <div class="buttons">
                    <button type="submit" name="decision" value="deny">Deny</button>
                    <button class="main" type="submit" name="decision" value="allow">Allow</button>
                    </div>
                    </form>
                    """, formTargets: ["'self'", "http://127.0.0.1:*", "http://localhost:*"]
            ).response
        }
    }
}

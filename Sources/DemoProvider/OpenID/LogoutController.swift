import HTTPTypes
import Hummingbird
import OAuthCore

/// `/oauth/end_session` (OpenID Connect RP-Initiated Logout 1.0).
struct LogoutController {
    let state: ProviderState

    func add(to router: Router<DemoContext>) {
        router.get("/oauth/end_session") { request, _ in await end(request, request.queryForm) }
        router.post("/oauth/end_session") { request, _ in
            await end(request, (try await request.bodyForm()) ?? Form(parameters: []))
        }
    }

    private func end(_ request: Request, _ form: Form) async -> Response {
        let cookie = "demo_session_\(await state.endpoints.port)"
        guard await state.endSession(request.cookies[cookie]?.value, hint: form["id_token_hint"]) else {
            return Page.error("This request is not right", "Its id_token_hint is not a token of this provider.")
                .response
        }
        guard let target = form["post_logout_redirect_uri"] else {
            return Page(title: "Signed out", content: "<h1>You are signed out</h1><p>You can close this page.</p>")
                .response
        }
        guard LoopbackRedirect.allows(target) else {
            return Page.error(
                "This redirect address is not allowed", "You are signed out. It leads away from this machine."
            ).response
        }
        let parameters = form["state"].map { [Parameter("state", $0)] } ?? []
        return .sendOn(to: parameters.isEmpty ? target : Callback(redirectURI: target, parameters: parameters).url)
    }
}

extension ProviderState {
    /// The browser is signed out; its tokens live on. False where the hint is none of ours.
    func endSession(_ sessionID: String?, hint: String?) -> Bool {
        if let hint {
            guard let token = JWS(hint), let kind = token.algorithm?.keyKind,
                let key = keyRing.key(kind, of: .provider), token.isSigned(by: key.publicKey)
            else { return false }
        }
        stats.logouts += 1
        if let sessionID { sessions.forget(sessionID) }
        return true
    }
}

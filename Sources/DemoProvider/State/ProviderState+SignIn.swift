import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    enum SignInStep: Sendable {
        case page(title: String, detail: String)
        case redirect(String)
        case ask(Sessions.Question)
    }

    /// An authorization request arrived in a browser.
    func authorize(_ form: Form, sessionID: String?) -> SignInStep {
        stats.authorizations += 1
        switch SignInRequest.read(form, clients: clients, requiresPKCE: options.requiresPKCE) {
        case .page(let title, let detail): return .page(title: title, detail: detail)
        case .redirect(let error): return .redirect(location(of: error))
        case .ask(let request):
            if options.consentsItself { return .redirect(grant(request)) }
            if request.prompts.contains("none") {
                // OpenID Connect Core §3.1.2.6. We never remember a consent.
                return .redirect(
                    location(
                        of: SignInError(
                            code: sessions.isSignedIn(sessionID) ? "consent_required" : "login_required",
                            description: "The person has to be asked", redirectURI: request.redirectURI,
                            state: request.state)))
            }
            return .ask(sessions.begin(request, sessionID: sessionID, now: Date()))
        }
    }

    /// A question a page was opened for, or whose form came back with the right token in it.
    func question(_ form: Form, sessionID: String?, isAnswer: Bool) -> Sessions.Question? {
        isAnswer
            ? sessions.question(answeredBy: form, sessionID: sessionID)
            : sessions.question(form["interaction"], sessionID: sessionID)
    }

    func signIn(_ question: Sessions.Question) -> Sessions.Question { sessions.signIn(question, now: Date()) }

    /// Allow or deny: where the browser goes now. Only a person who is signed in can allow.
    func answer(_ question: Sessions.Question, allows: Bool) -> String {
        sessions.end(question)
        guard allows else {
            return location(
                of: SignInError(
                    code: "access_denied", description: "The person said no", redirectURI: question.request.redirectURI,
                    state: question.request.state))
        }
        return grant(question.request)
    }

    private func grant(_ request: SignInRequest) -> String {
        let code = codes.issue(for: request, now: Date())
        return Callback.url(
            request.redirectURI,
            [Parameter("code", code.reveal())] + Callback.parameters(state: request.state, issuer: issuerInResponses))
    }

    private func location(of error: SignInError) -> String {
        Callback.url(
            error.redirectURI,
            [Parameter("error", error.code), Parameter("error_description", error.description)]
                + Callback.parameters(state: error.state, issuer: issuerInResponses))
    }
}

import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    enum SignInStep: Sendable {
        case page(title: String, detail: String)
        case respond(Callback)
        case ask(Sessions.Question)
    }

    func rules(issuer: String) -> SignInRequest.Rules {
        SignInRequest.Rules(
            requiresPKCE: options.requiresPKCE, allowsImplicit: behaviour.allowsImplicit,
            issuer: issuer == endpoints.issuer ? nil : issuer)
    }

    /// An authorization request arrived in a browser.
    func authorize(
        _ form: Form, sessionID: String?, issuer: String, quirks: CallbackQuirks = CallbackQuirks()
    ) -> SignInStep {
        stats.authorizations += 1
        let (form, problem) = resolved(form, issuer: issuer)
        var rules = rules(issuer: issuer)
        rules.problem = problem
        switch SignInRequest.read(form, clients: clients, rules: rules) {
        case .page(let title, let detail): return .page(title: title, detail: detail)
        case .redirect(let error): return .respond(callback(of: error))
        case .ask(var request):
            request.quirks = quirks
            if options.consentsItself { return .respond(grant(request)) }
            if request.prompts.contains("none") {
                // OpenID Connect Core §3.1.2.6. We never remember a consent.
                let code = sessions.isSignedIn(sessionID) ? "consent_required" : "login_required"
                return .respond(callback(of: request.error(code, "The person has to be asked")))
            }
            return .ask(sessions.begin(request, sessionID: sessionID, now: now))
        }
    }

    /// A question a page was opened for, or whose form came back with the right token in it.
    func question(_ form: Form, sessionID: String?, isAnswer: Bool) -> Sessions.Question? {
        isAnswer
            ? sessions.question(answeredBy: form, sessionID: sessionID)
            : sessions.question(form["interaction"], sessionID: sessionID)
    }

    func signIn(_ question: Sessions.Question) -> Sessions.Question { sessions.signIn(question, now: now) }

    /// Allow or deny: where the browser goes now. Only a person who is signed in can allow.
    func answer(_ question: Sessions.Question, allows: Bool) -> Callback {
        sessions.end(question)
        guard allows else { return callback(of: question.request.error("access_denied", "The person said no")) }
        return grant(question.request)
    }

    private func grant(_ request: SignInRequest) -> Callback {
        var parameters: [Parameter] = []
        let code = request.parts.contains(.code) ? codes.issue(for: request, now: now) : nil
        if let code { parameters.append(Parameter(request.quirks.codeName, code.reveal())) }
        if request.parts != [.code] { parameters += tokens(for: request, code: code?.reveal()) }
        return callback(
            parameters + request.quirks.more, clientID: request.clientID, redirectURI: request.redirectURI,
            state: request.state, mode: request.mode, issuer: request.issuer)
    }

    /// What an implicit or hybrid response carries beside the code (OpenID Connect Core §3.2.2.5, §3.3.2.5).
    private func tokens(for request: SignInRequest, code: String?) -> [Parameter] {
        guard let client = clients[request.clientID] else { return [] }
        let asking = GrantRequest(
            request: TokenRequest(
                form: Form(parameters: []), url: "", issuer: request.issuer ?? endpoints.issuer, now: now),
            client: client)
        var parameters: [Parameter] = []
        var accessToken: String?
        if request.parts.contains(.token) {
            let answer = open(asking, scope: request.scope, details: request.details, refreshToken: false).answer
            accessToken = answer.pair.accessToken.reveal()
            parameters += ["access_token", "token_type", "expires_in", "scope"].compactMap { name in
                answer.json[name].map { Parameter(name, $0.text ?? String($0.seconds ?? 0)) }
            }
        }
        if request.parts.contains(.idToken) {
            let token = idToken(
                for: client, details: request.details, scope: request.scope, accessToken: accessToken, code: code,
                now: now)
            parameters.append(Parameter("id_token", token))
        }
        return parameters
    }

    private func callback(of error: SignInError) -> Callback {
        callback(
            [Parameter("error", error.code), Parameter("error_description", error.description)],
            clientID: error.clientID, redirectURI: error.redirectURI, state: error.state, mode: error.mode,
            issuer: error.issuer)
    }

    /// With `state` and `iss` (RFC 9207), as parameters or in one signed `response` (JARM §2.1).
    private func callback(
        _ parameters: [Parameter], clientID: String, redirectURI: String, state: String?, mode: ResponseMode,
        issuer: String?
    ) -> Callback {
        let issuer = behaviour.responseIssuer ?? issuer ?? endpoints.issuer
        var parameters = parameters
        if let state { parameters.append(Parameter("state", state)) }
        guard mode.isSigned else {
            if options.sendsIss { parameters.append(Parameter("iss", issuer)) }
            return Callback(redirectURI: redirectURI, parameters: parameters, transport: mode.transport)
        }
        let now = now
        let claims = parameters.reduce(
            ["iss": .string(issuer), "aud": .string(clientID), "exp": .integer(Int(now.timeIntervalSince1970) + 600)]
        ) { (claims: JSON, parameter) in claims.with(parameter.name, .string(parameter.value)) }
        let algorithm = clients[clientID].map(idTokenAlgorithm) ?? .rs256
        let response = signed(claims, type: "JWT", algorithm: algorithm, fault: behaviour.responseFault, now: now)
        return Callback(
            redirectURI: redirectURI, parameters: [Parameter("response", response)], transport: mode.transport)
    }
}

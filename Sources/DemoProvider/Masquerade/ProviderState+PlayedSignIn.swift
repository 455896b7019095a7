import OAuthCore

extension ProviderState {
    enum PlayedStep: Sendable {
        /// What is wrong, for the person.
        case refuse(String)
        case ask
        case redirect(String)
    }

    /// An authorization request at a played provider.
    func play(_ rules: Masquerade, authorize form: Form, variables: [String: String]) -> PlayedStep {
        stats.authorizations += 1
        let authorization = rules.authorization
        guard authorization.allows(variables) else { return .refuse("There is nothing at this address") }
        let clientID = form[authorization.clientParameter] ?? ""
        guard let client = clients[clientID] else {
            return .refuse("\(authorization.clientParameter) names no application")
        }
        guard let redirectURI = form["redirect_uri"], authorization.redirect.accepts(redirectURI) else {
            return .refuse("redirect_uri is none that the application is registered with")
        }
        guard form["response_type"] == "code" else { return .refuse("response_type is not code") }
        for (name, value) in authorization.required where form[name] != value {
            return .refuse("\(name) is not \(value)")
        }
        if authorization.pkce == .required || (authorization.pkce == .optional && form["code_challenge"] != nil) {
            guard form["code_challenge"]?.count == 43, form["code_challenge_method"] == "S256" else {
                return .refuse("code_challenge and code_challenge_method=S256 are missing")
            }
        }
        let scopes = authorization.scopeParameters.compactMap { form[$0] }
        guard !authorization.needsScope || !scopes.isEmpty else { return .refuse("scope is missing") }
        let scope = scopes.flatMap { $0.split(whereSeparator: authorization.scopeSeparators.contains).map(String.init) }
        guard !scope.contains(where: { $0.contains { $0 == " " || $0 == "," } }) else {
            return .refuse("scope has an unknown scope in it")
        }
        guard options.consentsItself || form["demo_allow"] != nil else { return .ask }

        let login = PlayedLogin(
            clientID: clientID, parameters: form, variables: variables, scope: scope,
            isFirst: !played.hasLogin(of: clientID))
        var parameters = [Parameter("code", played.code(for: login, now: now))]
        if let state = form["state"] { parameters.append(Parameter("state", state)) }
        parameters += authorization.callback(login, parameters, client.secret?.reveal() ?? "")
        return .redirect(Callback(redirectURI: redirectURI, parameters: parameters).url)
    }
}

extension AuthorizationRules.Redirect {
    func accepts(_ uri: String) -> Bool {
        switch self {
        case .exact(let known): uri == known
        case .anyPort(let known): Self.withoutPort(uri) == known
        case .loopback: uri.hasPrefix("http://") && LoopbackRedirect.allows(uri)
        }
    }

    private static func withoutPort(_ uri: String) -> String {
        guard LoopbackRedirect.allows(uri), let start = uri.firstRange(of: "://")?.upperBound else { return uri }
        let end = uri[start...].firstIndex { $0 == "/" || $0 == "?" } ?? uri.endIndex
        guard let colon = uri[start..<end].lastIndex(of: ":"), uri[colon..<end].allSatisfy({ $0 != "]" }) else {
            return uri
        }
        return String(uri[..<colon] + uri[end...])
    }
}

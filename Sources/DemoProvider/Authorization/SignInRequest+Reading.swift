import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SignInRequest {
    /// What decides beside the request itself.
    struct Rules: Sendable {
        var requiresPKCE = true
        var allowsImplicit = false
        /// The issuer that was asked, where it is not the provider's own.
        var issuer: String?
        /// What is wrong with how the request came: its code and description.
        var problem: Problem?
    }

    struct Problem: Error, Sendable, Equatable {
        var code: String
        var description: String
    }

    static let parameterNames = [
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "code_challenge",
        "code_challenge_method", "prompt", "nonce", "request", "request_uri", "authorization_details", "dpop_jkt",
    ]

    static func read(_ form: Form, clients: Clients, rules: Rules) -> SignInVerdict {
        let repeated = form.repeated(among: parameterNames)
        guard repeated != "client_id", let clientID = form["client_id"], let client = clients[clientID] else {
            return .page(
                title: "Unknown application",
                detail: "The program that sent you here gave a client_id that is not registered with this provider.")
        }
        guard repeated != "redirect_uri", let redirectURI = form["redirect_uri"], client.mayUse(redirectURI) else {
            return .page(
                title: "This redirect address is not allowed",
                detail: "\(client.name) may only send you back to this machine: http://127.0.0.1, http://[::1] or "
                    + "http://localhost, on any port, without a fragment.")
        }
        var request = SignInRequest(
            clientID: client.id, clientName: client.name, redirectURI: redirectURI, scope: [Scope.calendar],
            state: form["state"])
        request.issuer = rules.issuer
        do throws(Problem) {
            if let repeated {
                throw Problem(code: "invalid_request", description: "\(repeated) is there more than once")
            }
            try request.readResponse(form, rules: rules)
            if let problem = rules.problem { throw problem }
            try request.readChallenge(form, rules: rules)
            try request.readScope(form)
            try request.readDetails(form)
            return .ask(request)
        } catch {
            return .redirect(request.error(error.code, error.description))
        }
    }

    private mutating func readResponse(_ form: Form, rules: Rules) throws(Problem) {
        guard let responseType = form["response_type"] else {
            throw Problem(code: "invalid_request", description: "response_type is missing")
        }
        let names = responseType.split(separator: " ").map(String.init)
        let parts = Set(names.compactMap(ResponsePart.init))
        guard parts.count == names.count, !parts.isEmpty, parts == [.code] || rules.allowsImplicit else {
            throw Problem(
                code: "unsupported_response_type", description: "Only response_type=code is supported")
        }
        let givesTokens = parts != [.code]
        guard let mode = ResponseMode.named(form["response_mode"], givesTokens: givesTokens),
            !mode.isFragment || rules.allowsImplicit
        else {
            throw Problem(
                code: "invalid_request", description: "There is no response_mode like that for this response_type")
        }
        self.parts = parts
        self.mode = mode
        if parts.contains(.idToken), form["nonce"] == nil {
            throw Problem(code: "invalid_request", description: "An ID token in this response needs a nonce")
        }
    }

    private mutating func readChallenge(_ form: Form, rules: Rules) throws(Problem) {
        guard let challenge = form["code_challenge"] else {
            guard !rules.requiresPKCE || !parts.contains(.code) else {
                throw Problem(code: "invalid_request", description: "A code_challenge is required (RFC 7636)")
            }
            return
        }
        guard form["code_challenge_method"] == "S256" else {
            throw Problem(
                code: "invalid_request", description: "The transform algorithm is not supported, only S256 is")
        }
        guard challenge.utf8.count == 43, Base64URL.decode(challenge) != nil else {
            throw Problem(
                code: "invalid_request", description: "code_challenge is not the base64url form of a SHA-256 hash")
        }
        codeChallenge = challenge
    }

    private mutating func readScope(_ form: Form) throws(Problem) {
        guard let scope = form["scope"]?.split(separator: " ").map(String.init) else { return }
        if let unknown = scope.first(where: { !Scope.known.contains($0) }) {
            throw Problem(code: "invalid_scope", description: "There is no scope \(Scope.printable(unknown))")
        }
        self.scope = scope
    }

    private mutating func readDetails(_ form: Form) throws(Problem) {
        prompts = Set(form["prompt"]?.split(separator: " ").map(String.init) ?? [])
        proofKey = form["dpop_jkt"]
        details.nonce = form["nonce"]
        details.issuer = issuer
        details.resources = form.parameters.filter { $0.name == "resource" }.map(\.value)
        guard details.resources.allSatisfy(Resource.isValid) else {
            throw Problem(code: "invalid_target", description: "A resource is an absolute URI without a fragment")
        }
        guard let text = form["authorization_details"] else { return }
        // RFC 9396 §2 and §5.
        guard let value = JSON.read(Data(text.utf8)), let list = value.elements, !list.isEmpty,
            list.allSatisfy({ $0["type"]?.text != nil }), !list.contains(where: { $0["type"]?.text == "unknown" })
        else {
            throw Problem(
                code: "invalid_authorization_details", description: "Not a list of objects with a type that is known")
        }
        details.authorizationDetails = value
    }
}

extension Client {
    /// Any on loopback, or one of those that it registered: to the character, but for a loopback port (RFC 8252 §7.3).
    func mayUse(_ redirectURI: String) -> Bool {
        guard !redirectURIs.isEmpty else { return LoopbackRedirect.allows(redirectURI) }
        return redirectURIs.contains { registered in
            registered == redirectURI
                || LoopbackRedirect.allows(registered) && LoopbackRedirect.allows(redirectURI)
                    && Self.withoutPort(registered) == Self.withoutPort(redirectURI)
        }
    }

    private static func withoutPort(_ uri: String) -> String? {
        var parts = URLComponents(string: uri)
        parts?.port = nil
        return parts?.string
    }
}

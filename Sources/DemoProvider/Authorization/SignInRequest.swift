/// What an authorization request asks for, when all of it is right (RFC 6749 §4.1.1, RFC 7636 §4.3).
struct SignInRequest: Sendable, Equatable {
    var clientID: String
    var clientName: String
    var redirectURI: String
    var scope: [String]
    var state: String?
    var codeChallenge: String?
    var prompts: Set<String> = []
}

/// What comes of an authorization request.
enum SignInVerdict: Sendable, Equatable {
    case ask(SignInRequest)
    /// The redirect URI is not trustworthy: a page for the person, never a redirect (RFC 6749 §4.1.2.1).
    case page(title: String, detail: String)
    case redirect(SignInError)
}

/// An error that the client is told through the browser (RFC 6749 §4.1.2.1).
struct SignInError: Error, Sendable, Equatable {
    var code: String
    var description: String
    var redirectURI: String
    var state: String?
}

extension SignInRequest {
    static let parameterNames = [
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "code_challenge",
        "code_challenge_method", "prompt",
    ]

    static func read(_ form: Form, clients: Clients, requiresPKCE: Bool) -> SignInVerdict {
        let repeated = form.repeated(among: parameterNames)
        guard repeated != "client_id", let clientID = form["client_id"], let client = clients[clientID] else {
            return .page(
                title: "Unknown application",
                detail: "The program that sent you here gave a client_id that is not registered with this provider.")
        }
        guard repeated != "redirect_uri", let redirectURI = form["redirect_uri"], LoopbackRedirect.allows(redirectURI)
        else {
            return .page(
                title: "This redirect address is not allowed",
                detail: "\(client.name) may only send you back to this machine: http://127.0.0.1, http://[::1] or "
                    + "http://localhost, on any port, without a fragment.")
        }
        do {
            return .ask(
                try read(
                    form, client: client, redirectURI: redirectURI, requiresPKCE: requiresPKCE, repeated: repeated))
        } catch {
            return .redirect(error)
        }
    }

    private static func read(
        _ form: Form, client: Client, redirectURI: String, requiresPKCE: Bool, repeated: String?
    ) throws(SignInError) -> SignInRequest {
        func error(_ code: String, _ description: String) -> SignInError {
            SignInError(code: code, description: description, redirectURI: redirectURI, state: form["state"])
        }
        if let repeated { throw error("invalid_request", "\(repeated) is there more than once") }
        for name in ["request", "request_uri"] where form[name] != nil {
            throw error("\(name)_not_supported", "Request objects are not supported")
        }
        guard let responseType = form["response_type"] else {
            throw error("invalid_request", "response_type is missing")
        }
        guard responseType == "code" else {
            throw error("unsupported_response_type", "Only response_type=code is supported")
        }
        guard (form["response_mode"] ?? "query") == "query" else {
            throw error("invalid_request", "Only response_mode=query is supported")
        }
        let challenge = form["code_challenge"]
        if let challenge {
            guard form["code_challenge_method"] == "S256" else {
                throw error("invalid_request", "The transform algorithm is not supported, only S256 is")
            }
            guard challenge.utf8.count == 43, Base64URL.decode(challenge) != nil else {
                throw error("invalid_request", "code_challenge is not the base64url form of a SHA-256 hash")
            }
        } else if requiresPKCE {
            throw error("invalid_request", "A code_challenge is required (RFC 7636)")
        }
        let scope = form["scope"]?.split(separator: " ").map(String.init) ?? [Scope.calendar]
        if let unknown = scope.first(where: { !Scope.known.contains($0) }) {
            throw error("invalid_scope", "There is no scope \(Scope.printable(unknown))")
        }
        return SignInRequest(
            clientID: client.id, clientName: client.name, redirectURI: redirectURI, scope: scope, state: form["state"],
            codeChallenge: challenge, prompts: Set(form["prompt"]?.split(separator: " ").map(String.init) ?? []))
    }
}

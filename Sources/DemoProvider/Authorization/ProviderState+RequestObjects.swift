import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    /// The parameters that count, whichever way they came: in the query, pushed before (RFC 9126), or in a signed object
    /// (RFC 9101); and what is wrong with the way.
    func resolved(_ form: Form, issuer: String) -> (form: Form, problem: SignInRequest.Problem?) {
        if let uri = form["request_uri"] {
            guard uri.hasPrefix(PushedRequests.prefix) else {
                return (
                    form,
                    .init(code: "request_uri_not_supported", description: "Request URIs of others are not supported")
                )
            }
            guard let kept = pushed.take(uri, clientID: form["client_id"], now: now) else {
                return (
                    form, .init(code: "invalid_request_uri", description: "There is no such pushed request any more")
                )
            }
            return (kept, nil)
        }
        if behaviour.requiresPushedRequests {
            return (form, .init(code: "invalid_request", description: "The request has to be pushed (RFC 9126)"))
        }
        return unsigned(form, issuer: issuer)
    }

    /// The parameters of the signed object in `request`, if there is one.
    func unsigned(_ form: Form, issuer: String) -> (form: Form, problem: SignInRequest.Problem?) {
        guard let text = form["request"] else {
            guard !behaviour.requiresSignedRequests else {
                return (
                    form,
                    .init(code: "invalid_request", description: "The request has to be a signed object (RFC 9101)")
                )
            }
            return (form, nil)
        }
        do throws(SignInRequest.Problem) {
            return (try opened(text, clientID: form["client_id"] ?? "", issuer: issuer), nil)
        } catch {
            // The redirect URI may be inside only: what is outside is all there is to answer to.
            let inside = JWS(text).map { Self.parameters(of: $0.claims) } ?? []
            return (Form(parameters: form.parameters + inside.filter { form[$0.name] == nil }), error)
        }
    }

    /// RFC 9101 §6.
    private func opened(_ text: String, clientID: String, issuer: String) throws(SignInRequest.Problem) -> Form {
        func problem(_ description: String) -> SignInRequest.Problem {
            SignInRequest.Problem(code: "invalid_request_object", description: description)
        }
        guard let object = JWS(text), let algorithm = object.algorithm, let client = clients[clientID] else {
            throw problem("The request object is no signed JWT")
        }
        let isSigned =
            algorithm.keyKind == .secret
            ? client.secret.map { object.isSigned(by: $0.reveal()) } ?? false
            : keys(of: client, for: algorithm).contains { object.isSigned(by: $0) }
        guard isSigned else { throw problem("The request object is not signed by a key of this client") }
        let claims = object.claims
        guard claims["client_id"]?.text == clientID, claims["iss"]?.text ?? clientID == clientID else {
            throw problem("The request object is another client's")
        }
        guard claims["aud"]?.texts.contains(issuer) ?? false else {
            throw problem("The request object's aud is not \(issuer)")
        }
        if let end = claims["exp"]?.seconds, end <= Int(now.timeIntervalSince1970) {
            throw problem("The request object has expired")
        }
        guard claims["request"] == nil, claims["request_uri"] == nil else {
            throw problem("A request object has no request object in it")
        }
        return Form(parameters: Self.parameters(of: claims))
    }

    private static func parameters(of claims: JSON) -> [Parameter] {
        (claims.members ?? []).filter { !["iss", "aud", "exp", "iat", "nbf", "jti", "sub"].contains($0.name) }
            .flatMap { member -> [Parameter] in
                switch member.value {
                case .string(let text): [Parameter(member.name, text)]
                case .list(let values) where member.name == "resource":
                    values.compactMap(\.text).map { Parameter(member.name, $0) }
                default: [Parameter(member.name, String(decoding: member.value.bytes, as: UTF8.self))]
                }
            }
    }

    /// RFC 9126 §2: the request is checked now, as if it had come in a browser.
    func push(_ request: TokenRequest) throws(TokenError) -> JSON {
        let client = try client(of: request)
        guard request.form["request_uri"] == nil else {
            throw TokenError("invalid_request", "A pushed request has no request_uri")
        }
        var form = request.form
        form.parameters.removeAll { ["client_secret", "client_assertion", "client_assertion_type"].contains($0.name) }
        if form["client_id"] == nil { form.parameters.append(Parameter("client_id", client.id)) }
        if let key = try proofKeyOfPush(request), form["dpop_jkt"] == nil {
            form.parameters.append(Parameter("dpop_jkt", key))
        }
        let (resolved, problem) = unsigned(form, issuer: request.issuer)
        var rules = rules(issuer: request.issuer)
        rules.problem = problem
        switch SignInRequest.read(resolved, clients: clients, rules: rules) {
        case .ask:
            let uri = pushed.keep(resolved, now: request.now)
            return ["request_uri": .string(uri), "expires_in": .integer(PushedRequests.lifetime)]
        case .page(let title, _): throw TokenError("invalid_request", title)
        case .redirect(let error): throw TokenError(error.code, error.description)
        }
    }

    private func proofKeyOfPush(_ request: TokenRequest) throws(TokenError) -> String? {
        guard !request.proofs.isEmpty else { return nil }
        do throws(DPoPProof.Problem) {
            return try proofKey(request.proofs, method: request.method, url: request.url, now: request.now)
        } catch {
            throw TokenError(error.code, error.description)
        }
    }
}

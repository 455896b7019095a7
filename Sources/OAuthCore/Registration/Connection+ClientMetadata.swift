extension Connection {
    /// What a client that registers itself says of itself (RFC 7591 §2, OpenID Connect Dynamic Client Registration §2).
    /// `registration_params` go before everything else; `false` leaves something out.
    /// - Throws: an error of kind `config` for a private key that cannot be read.
    public func clientMetadata() async throws(OAuthError) -> [String: JSONValue] {
        func list(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
        var metadata: [String: JSONValue] = [
            "client_name": .string("oauthlua: \(name)"),
            "grant_types": list(grantNames),
            "response_types": list(grant == .authorizationCode ? [signIn.responseType] : []),
            "token_endpoint_auth_method": .string(registeredAuthentication),
        ]
        if grant == .authorizationCode {
            metadata["redirect_uris"] = list(signIn.redirectURIs.map(\.registered))
            // A web application may not be called back on loopback.
            if signIn.redirectURIs.contains(where: \.isOnThisMachine) {
                metadata["application_type"] = .string("native")
            }
        }
        if !scope.isEmpty { metadata["scope"] = .string(scope.joined(separator: " ")) }
        if usesDPoP { metadata["dpop_bound_access_tokens"] = .boolean(true) }
        if signIn.pushesAuthorization == true { metadata["require_pushed_authorization_requests"] = .boolean(true) }
        if client.privateKey != nil, case let key = try await signingKey(), !key.algorithm.isSymmetric {
            metadata["jwks"] = .object(["keys": .array([key.published])])
            if signIn.signsRequest { metadata["request_object_signing_alg"] = .string(key.algorithm.rawValue) }
            if registeredAuthentication == "private_key_jwt" {
                metadata["token_endpoint_auth_signing_alg"] = .string(key.algorithm.rawValue)
            }
        }
        for (name, value) in client.registrationParameters {
            metadata[name] = value == .boolean(false) ? nil : value
        }
        return metadata
    }

    private var grantNames: [String] {
        switch grant {
        case .authorizationCode:
            (signIn.tokensComeOnlyFromTheBrowser ? [] : ["authorization_code", "refresh_token"])
                + (signIn.responseType.split(separator: " ").allSatisfy { $0 == "code" } ? [] : ["implicit"])
        case .deviceCode: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"]
        case .password: ["password", "refresh_token"]
        default: grant.type.map { [$0] } ?? []
        }
    }

    /// The definition's method by its registered name, or else the first that fits among those that the provider takes.
    private var registeredAuthentication: String {
        if client.hasGivenAuthentication { return client.authentication.registeredName }
        if client.privateKey != nil, !signIn.signsRequest { return "private_key_jwt" }
        if client.certificate != nil { return "tls_client_auth" }
        let taken = metadata?.clientAuthentications ?? ["client_secret_basic"]
        return ["client_secret_basic", "client_secret_post", "none"].first(where: taken.contains)
            ?? "client_secret_basic"
    }
}

extension ClientAuthentication {
    /// The name in the registry of RFC 7591 §4.2.
    var registeredName: String {
        switch self {
        case .basic, .basicAndClientID: "client_secret_basic"
        case .post, .bodyJSON: "client_secret_post"
        case .none: "none"
        case .clientSecretJWT: "client_secret_jwt"
        case .privateKeyJWT: "private_key_jwt"
        case .tls: "tls_client_auth"
        }
    }

    /// nil for a method that is not known here.
    init?(registeredName name: String) {
        switch name {
        case "client_secret_basic": self = .basic
        case "client_secret_post": self = .post
        case "none": self = .none
        case "client_secret_jwt": self = .clientSecretJWT
        case "private_key_jwt": self = .privateKeyJWT
        case "tls_client_auth", "self_signed_tls_client_auth": self = .tls
        default: return nil
        }
    }
}

extension RedirectURI {
    /// As it is registered: without a port where any free one is used (RFC 8252 §7.3).
    var registered: String {
        var text = text(port: 0)
        if text != self.text(port: 1), let port = text.firstRange(of: ":0/") { text.replaceSubrange(port, with: "/") }
        return text
    }

    var isOnThisMachine: Bool {
        if case .loopback = self { true } else { false }
    }
}

extension SigningKey {
    /// The public key as a provider is told it.
    fileprivate var published: JSONValue {
        guard case .object(var members) = publicJWK else { return publicJWK }
        members["use"] = .string("sig")
        members["alg"] = .string(algorithm.rawValue)
        return .object(members)
    }
}

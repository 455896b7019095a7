#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ClientRegistration {
    /// Reads the answer to a request that registers or changes a client.
    /// - Parameter previous: the registration being changed: what the provider does not repeat stays as it was.
    /// - Throws: kind `oauth` with the provider's error code, `http` without one, or `decode` for an answer without a
    ///   client id.
    public static func read(
        status: Int, body: [UInt8], to request: RegistrationRequest, for connection: Connection,
        previous: ClientRegistration? = nil
    ) throws(OAuthError) -> ClientRegistration {
        guard case .object(let fields)? = JSONValue(body), (200..<300).contains(status) else {
            throw .registrationRefused(status: status, body: body, request: request, connection: connection)
        }
        func text(_ name: String) -> String? { fields[name]?.text.flatMap { $0.isEmpty ? nil : $0 } }
        guard let id = text("client_id") ?? previous?.clientID else {
            throw .registrationRefused(status: status, body: body, request: request, connection: connection)
        }
        let name = text("token_endpoint_auth_method") ?? request.metadata["token_endpoint_auth_method"]?.text
        guard let method = ClientAuthentication(registeredName: name ?? "client_secret_basic") else {
            throw OAuthError(
                .config,
                "the provider registered '\(connection.name)' with the client authentication "
                    + "'\(VisibleText.of(name ?? "", limit: 60))', which is not known here",
                advice: "Write client_auth in the definition, and register again", connection: connection.name)
        }
        let secret = text("client_secret").map { Redacted($0) } ?? previous?.clientSecret
        var registration = ClientRegistration(
            clientID: id, clientSecret: secret, authentication: connection.preferred(method, hasSecret: secret != nil),
            fingerprint: request.fingerprint)
        // RFC 7591 §3.2.1: 0 is never.
        if case .integer(let seconds)? = fields["client_secret_expires_at"], seconds > 0, secret != nil {
            registration.secretExpiresAt = Date(timeIntervalSince1970: Double(seconds))
        }
        registration.management = management(fields, connection) ?? previous?.management
        if let token = text("registration_access_token") { registration.management?.token = Redacted(token) }
        return registration
    }

    private static func management(_ fields: [String: JSONValue], _ connection: Connection) -> Management? {
        let policy = EndpointPolicy(
            issuer: connection.endpoints.issuer ?? connection.endpoints.registration?.absoluteString ?? "",
            allowsPlainHTTP: connection.allowsPlainHTTP)
        guard let token = fields["registration_access_token"]?.text, !token.isEmpty,
            let url = fields["registration_client_uri"]?.text.flatMap({ try? policy.url($0) })
        else { return nil }
        return Management(url: url, token: Redacted(token))
    }
}

extension Connection {
    /// The provider's word on how the client proves itself, said as the definition says it.
    fileprivate func preferred(_ method: ClientAuthentication, hasSecret: Bool) -> ClientAuthentication {
        // A provider that names a method with a secret, and gives none, has registered a public client.
        if method.needsSecret, !hasSecret { return .none }
        let given = client.authentication
        return client.hasGivenAuthentication && given.registeredName == method.registeredName ? given : method
    }
}

/// What users are told when a provider does not register the client.
extension OAuthError {
    static func registrationRefused(
        status: Int, body: [UInt8], request: RegistrationRequest, connection: Connection
    ) -> OAuthError {
        var code: String?
        var reason = status >= 300 ? ": it answered \(status)" : ": its answer has no client_id"
        if case .object(let fields)? = JSONValue(body), let error = ProviderError(fields) {
            code = error.code.map { VisibleText.of($0, limit: 100) }
            let description = error.description.map { VisibleText.sentence(SecretCover.cover($0)) }
            reason =
                ": "
                + [code, description.map { code == nil ? $0 : "(\($0))" }].compactMap { $0 }.joined(separator: " ")
        }
        let advice: String? =
            switch (code, status) {
            case ("invalid_redirect_uri"?, _):
                "Write a redirect_uri that it accepts, such as http://127.0.0.1:8080/callback with a fixed port"
            case ("invalid_client_metadata"?, _): "Change what is asked for with registration_params"
            case (_, 401), (_, 403):
                connection.client.initialAccessToken == nil
                    ? "Ask the provider for an initial_access_token, or for a client_id" : "Check initial_access_token"
            case (nil, 200..<300), (nil, 404), (nil, 405):
                "Check that registration_url is the provider's registration endpoint"
            default: nil
            }
        return OAuthError(
            code == nil ? (status < 300 ? .decode : .http) : .oauth,
            "the provider did not register '\(connection.name)'\(reason)", advice: advice, status: status,
            oauthError: code, connection: connection.name, url: request.url.withoutSecrets)
    }
}

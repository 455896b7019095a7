#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// Everything but the secrets. What a grant cannot do without is checked by ``checkGrant(_:)``.
    init(_ reader: DefinitionReader) throws(OAuthError) {
        name = reader.connection
        grant = reader.text("grant").flatMap(Grant.init) ?? .authorizationCode
        endpoints = try EndpointURLs(reader)
        client = try Client(reader)
        scope = reader.scopes(grant)
        signIn = try SignInSettings(reader)
        inputs = try GrantInputs(reader)
        oauth1 = OAuth1Settings(reader)
        parameters = ParameterSettings(reader)
        response = try ResponseSettings(reader)
        placement = reader.placement() ?? .bearer
        usesDPoP = reader.flag("dpop", default: false)
        baseURL = try reader.baseURL()
        allowsPlainHTTP = reader.allowsPlainHTTP
        hosts = try reader.hosts(baseURL: baseURL)
        waiting = WaitingSettings(reader)
        refreshMargin =
            reader.duration("refresh_margin")
            // A token that has ended cannot renew itself any more, and scripts may run once a week.
            ?? (endpoints.refreshesWith == .accessToken ? .seconds(30 * 86_400) : .seconds(60))
    }

    /// Whether the definition has what its grant begins with. What an issuer's metadata may bring is not missed yet.
    func checkGrant(_ reader: DefinitionReader) throws(OAuthError) {
        func need(_ field: String, _ advice: String) throws(OAuthError) {
            guard !reader.has(field) else { return }
            throw .missingField(field, connection: name, advice: advice)
        }
        switch grant {
        case .oauth1: return try checkOAuth1(reader)
        case .refreshToken: try need("refresh_token", "grant = 'refresh_token' begins with one that you have")
        case .saml2Bearer: try need("assertion", "grant = 'saml2_bearer' sends one that you have")
        case .tokenExchange: try need("subject_token", "grant = 'token_exchange' exchanges one that you have")
        case .password: try need("username", "grant = 'password' signs in with a name and a password")
        case .jwtBearer:
            if !reader.has("assertion"), !reader.has("service_account") {
                try need(
                    "private_key",
                    "grant = 'jwt_bearer' signs an assertion with it, or write service_account or assertion")
            }
        case .authorizationCode, .clientCredentials, .deviceCode, .extension: break
        }
        if grant == .authorizationCode { try checkResponseType(signIn.responseType) }
        guard endpoints.issuer == nil else { return }
        if grant == .authorizationCode {
            try need(
                "authorization_url", "Write the URL where the provider signs people in, or the provider's issuer")
        }
        if grant == .deviceCode {
            try need("device_authorization_url", "Write the URL where device sign-ins begin, or the provider's issuer")
        }
        if !signIn.allowsImplicit, grant != .jwtBearer || !reader.has("service_account") {
            try need("token_url", "Write the provider's token endpoint, or its issuer")
        }
    }
}

extension DefinitionReader {
    /// What is asked for, a refresh token included where a person grants it.
    func scopes(_ grant: Grant) -> [String] {
        let scopes = scopes()
        guard [.authorizationCode, .deviceCode, .password].contains(grant), let offline = text("offline_scope"),
            !scopes.contains(offline)
        else { return scopes }
        return scopes + [offline]
    }

    /// A string split at white space and at the provider's own separator, or a list.
    private func scopes() -> [String] {
        guard case .string(let text) = fields["scope"] else { return words("scope") ?? [] }
        let separator = self.text("scope_separator") ?? " "
        return text.split { $0.isWhitespace || separator.contains($0) }.map(String.init)
    }

    func redirectURIs() throws(OAuthError) -> [RedirectURI] {
        var uris: [RedirectURI] = []
        for text in texts("redirect_uri") ?? [] {
            do {
                uris.append(try RedirectURI(parsing: text, allowsPlainHTTP: allowsPlainHTTP))
            } catch {
                throw error.error(field: "redirect_uri", connection: connection)
            }
        }
        return uris.isEmpty ? [.standard] : uris
    }

    func placement() -> TokenPlacement? {
        if case .table(let table) = fields["token_placement"] { TokenPlacement(table) } else { nil }
    }

    /// What is filled in later is checked then: here a word stands for each value.
    func baseURL() throws(OAuthError) -> BaseURL? {
        guard let text = text("base_url") else { return nil }
        let base = BaseURL(text)
        do throws(DefinitionProblem) {
            _ = try URLPolicy(allowsPlainHTTP: allowsPlainHTTP).url(base.probe)
            try base.checkNames(self)
        } catch {
            throw error.error(field: "base_url", connection: connection)
        }
        return base
    }

    func hosts(baseURL: BaseURL?) throws(OAuthError) -> HostAllowList {
        guard let texts = words("hosts") else {
            return baseURL?.origin.map(HostAllowList.init) ?? HostAllowList(entries: [])
        }
        do {
            return try HostAllowList(parsing: texts, allowsPlainHTTP: allowsPlainHTTP)
        } catch {
            throw error.error(field: "hosts", connection: connection)
        }
    }
}

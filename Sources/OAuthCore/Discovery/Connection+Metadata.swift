#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// What this connection's grant begins with.
    public var endpointsOfItsGrant: [ProviderEndpoint] {
        switch grant {
        case .oauth1: []
        case .authorizationCode:
            (signIn.tokensComeOnlyFromTheBrowser ? [.authorization] : [.authorization, .token])
                + (signIn.pushesAuthorization == true ? [.pushedAuthorization] : [])
                + (signIn.responseMode?.isSigned == true ? [.jwks] : [])
        case .deviceCode: [.deviceAuthorization, .token]
        case .refreshToken: endpointsOfARefresh
        case .jwtBearer where inputs.serviceAccount != nil: []
        default: [.token]
        }
    }

    /// What a refresh needs.
    public var endpointsOfARefresh: [ProviderEndpoint] { endpoints.refresh == nil ? [.token] : [] }

    /// What is asked for as well, but not missed: with its keys an ID token can be verified.
    public var usefulEndpoints: [ProviderEndpoint] {
        switch grant {
        case .authorizationCode, .deviceCode, .password: scope.contains("openid") ? [.jwks] : []
        default: []
        }
    }

    /// Whether the issuer has to be asked before these endpoints can be used.
    public func needsMetadata(for endpoints: [ProviderEndpoint]) -> Bool {
        guard self.endpoints.issuer != nil, metadata == nil else { return false }
        return endpoints.contains { self.endpoints[keyPath: $0.path] == nil }
    }

    /// With what the issuer's metadata says wherever the definition says nothing.
    public func filled(from metadata: ProviderMetadata) -> Connection {
        var filled = self
        for endpoint in ProviderEndpoint.allCases where endpoints[keyPath: endpoint.path] == nil {
            filled.endpoints[keyPath: endpoint.path] = metadata.endpoints[keyPath: endpoint.path]
        }
        filled.endpoints.mtlsAliases = metadata.endpoints.mtlsAliases.merging(endpoints.mtlsAliases) { $1 }
        if !client.hasGivenAuthentication, let method = client.method(among: metadata.clientAuthentications) {
            filled.client.authentication = method
        }
        filled.metadata = metadata
        return filled
    }

    /// - Throws: an error of kind `config` for the first of these endpoints that nobody names.
    public func check(_ endpoints: [ProviderEndpoint]) throws(OAuthError) {
        for endpoint in endpoints where self.endpoints[keyPath: endpoint.path] == nil {
            throw .missingEndpoint(endpoint, metadata: metadata, connection: name)
        }
    }
}

extension Client {
    /// The way to prove itself that fits both what the client has and what the provider takes; nil where none does.
    /// RFC 8414 §2: a provider that does not say takes `client_secret_basic`.
    func method(among names: [String]?) -> ClientAuthentication? {
        let known: [(String, ClientAuthentication)] = [
            ("client_secret_basic", .basic), ("client_secret_post", .post), ("client_secret_jwt", .clientSecretJWT),
            ("private_key_jwt", .privateKeyJWT), ("tls_client_auth", .tls), ("self_signed_tls_client_auth", .tls),
            ("none", .none),
        ]
        let taken = names ?? ["client_secret_basic"]
        return known.first { name, method in
            guard taken.contains(name) else { return false }
            return switch method {
            case .privateKeyJWT: privateKey != nil
            case .tls: certificate != nil
            case .none: secret == nil && privateKey == nil && certificate == nil
            default: secret != nil
            }
        }?.1
    }
}

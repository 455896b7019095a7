#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// What ID tokens may be signed with. HMACs, whose key is the client secret, only where the definition lists them: a
    /// provider's public key must never be taken for a secret.
    public var idTokenAlgorithms: Set<SigningAlgorithm> {
        signIn.idTokenAlgorithms ?? Set(SigningAlgorithm.allCases.filter { !$0.isSymmetric })
    }

    /// Whether the signature of ID tokens can be checked.
    public var canVerifyIDTokens: Bool {
        endpoints.jwks != nil || client.secret != nil && idTokenAlgorithms.contains(where: \.isSymmetric)
    }

    /// Whether an ID token of this grant is about who signed in here. With the others it is about whatever the assertion
    /// says, often for another audience.
    public var signsSomebodyIn: Bool {
        switch grant {
        case .authorizationCode, .deviceCode, .password, .refreshToken: true
        case .clientCredentials, .jwtBearer, .saml2Bearer, .tokenExchange, .oauth1, .extension: false
        }
    }

    /// The address at which the browser ends the session at the provider (OpenID Connect RP-Initiated Logout §2); nil
    /// where neither the definition nor the issuer's metadata names one.
    ///
    /// Without `id_token_hint`: an ID token in an address would be seen by whoever lists processes or reads the browser's
    /// history. The provider asks the person instead.
    /// - Parameter parameters: more of them, such as `post_logout_redirect_uri` and `state`; these replace `client_id`.
    public func logoutURL(_ parameters: [Parameter] = []) -> URL? {
        let standard =
            client.id.isEmpty || parameters.contains { $0.name == "client_id" }
            ? [] : [Parameter("client_id", client.id)]
        return endpoints.endSession?.merging(standard + parameters)
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// Whether its grant brings tokens without a person: then they are fetched again when they end.
    public var fetchesItsTokens: Bool {
        switch grant {
        case .clientCredentials, .jwtBearer, .saml2Bearer, .tokenExchange, .extension: true
        case .password: inputs.password != nil
        case .authorizationCode, .deviceCode, .refreshToken, .oauth1: false
        }
    }

    /// The request for a token of a grant that needs nobody; nil where only a person can begin.
    /// - Parameter now: the time of assertions.
    /// - Throws: an error of kind `config` for a key that cannot sign, or a service account that is none.
    public func grantRequest(now: Date) async throws(OAuthError) -> TokenEndpointRequest? {
        switch grant {
        case .password: try passwordRequest()
        case .clientCredentials: try clientCredentialsRequest()
        case .jwtBearer: try await jwtBearerRequest(now: now)
        case .saml2Bearer: try saml2BearerRequest()
        case .tokenExchange: try tokenExchangeRequest()
        case .extension: try extensionRequest()
        case .authorizationCode, .deviceCode, .refreshToken, .oauth1: nil
        }
    }

    /// A request with a grant's own parameters, and what is asked for behind them.
    func tokenRequest(
        _ parameters: [Parameter], asksForScope: Bool = true
    ) throws(OAuthError) -> TokenEndpointRequest {
        TokenEndpointRequest(
            .grant, url: try tokenEndpoint(),
            parameters: [Parameter("grant_type", grant.type ?? grant.name)] + parameters
                + (asksForScope ? scopeParameters : []) + inputs.audiences.map { Parameter("audience", $0) },
            overrides: self.parameters.token)
    }

    /// An empty `scope` is left out: some providers refuse it.
    var scopeParameters: [Parameter] {
        scopeText.map { [Parameter("scope", $0)] } ?? []
    }
}

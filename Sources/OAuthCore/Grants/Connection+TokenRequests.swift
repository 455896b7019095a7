#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// The token endpoint.
    /// - Throws: an error of kind `config` where neither the definition nor the issuer's metadata names one.
    public func tokenEndpoint() throws(OAuthError) -> URL {
        guard let url = endpoints.token else {
            throw .missingField("token_url", connection: name, advice: "Write the provider's token endpoint")
        }
        return url
    }

    /// Exchanges a code for tokens (RFC 6749 §4.1.3).
    public func codeRequest(
        code: Redacted<String>, for request: AuthorizationRequest
    ) throws(OAuthError) -> TokenEndpointRequest {
        var parameters = [
            Parameter("grant_type", "authorization_code"), Parameter("code", code.reveal()),
        ]
        if request.sendsRedirectURI { parameters.append(Parameter("redirect_uri", request.redirectURI)) }
        if let verifier = request.codeVerifier { parameters.append(Parameter("code_verifier", verifier.reveal())) }
        var draft = TokenEndpointRequest(
            .code, url: try tokenEndpoint(), parameters: parameters, overrides: self.parameters.token)
        draft.dpopKey = request.dpopKey
        draft.nonce = request.nonce
        return draft
    }

    /// Exchanges a refresh token for new tokens (RFC 6749 §6). No scope is sent: it stays what was granted. Where a
    /// definition says `refresh_with = "access_token"`, it is the access token, under its own name.
    public func refreshRequest(_ refreshToken: Redacted<String>) throws(OAuthError) -> TokenEndpointRequest {
        let parameters = [
            Parameter("grant_type", "refresh_token"),
            Parameter(endpoints.refreshesWith.rawValue, refreshToken.reveal()),
        ]
        let url: URL
        if let refresh = endpoints.refresh { url = refresh } else { url = try tokenEndpoint() }
        var request = TokenEndpointRequest(
            .refresh, url: url, parameters: parameters, overrides: self.parameters.refresh)
        request.method = endpoints.refreshMethod
        return request
    }

    /// What to send to make a login end (RFC 7009 §2.1): the refresh token first, since its end ends the access tokens
    /// too at most providers. Empty where the definition has no revocation URL.
    public func revocationRequests(for token: Token) -> [TokenEndpointRequest] {
        guard let url = endpoints.revocation else { return [] }
        var requests: [TokenEndpointRequest] = []
        if let refreshToken = token.refreshToken {
            requests.append(about(refreshToken, "refresh_token", of: token, .revocation, at: url))
        }
        requests.append(about(token.accessToken, "access_token", of: token, .revocation, at: url))
        return requests
    }

    /// Asks what the provider knows about the access token (RFC 7662 §2.1); nil without an introspection URL.
    public func introspectionRequest(for token: Token) -> TokenEndpointRequest? {
        endpoints.introspection.map { about(token.accessToken, "access_token", of: token, .introspection, at: $0) }
    }

    private func about(
        _ secret: Redacted<String>, _ hint: String, of token: Token, _ purpose: TokenEndpointRequest.Purpose,
        at url: URL
    ) -> TokenEndpointRequest {
        var request = TokenEndpointRequest(
            purpose, url: url,
            parameters: [Parameter("token", secret.reveal()), Parameter("token_type_hint", hint)])
        request.token = token
        return request
    }
}

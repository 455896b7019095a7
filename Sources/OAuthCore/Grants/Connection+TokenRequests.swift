#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// Exchanges a code for tokens (RFC 6749 §4.1.3).
    public func codeRequest(code: Redacted<String>, for request: AuthorizationRequest) -> TokenEndpointRequest {
        var parameters = [
            Parameter("grant_type", Grant.authorizationCode.rawValue), Parameter("code", code.reveal()),
        ]
        if request.sendsRedirectURI { parameters.append(Parameter("redirect_uri", request.redirectURI)) }
        if let verifier = request.codeVerifier { parameters.append(Parameter("code_verifier", verifier.reveal())) }
        return endpointRequest(tokenURL, parameters, overrides: tokenParameters)
    }

    /// Exchanges a refresh token for new tokens (RFC 6749 §6). No scope is sent: it stays what was granted.
    public func refreshRequest(_ refreshToken: Redacted<String>) -> TokenEndpointRequest {
        let parameters = [
            Parameter("grant_type", Grant.refreshToken.rawValue), Parameter("refresh_token", refreshToken.reveal()),
        ]
        return endpointRequest(tokenURL, parameters, overrides: refreshParameters)
    }

    /// What to send to make a login end (RFC 7009 §2.1): the refresh token first, since its end ends the access tokens
    /// too at most providers. Empty where the definition has no revocation URL.
    public func revocationRequests(for token: Token) -> [TokenEndpointRequest] {
        guard let revocationURL else { return [] }
        var requests: [TokenEndpointRequest] = []
        if let refreshToken = token.refreshToken {
            requests.append(tokenRequest(revocationURL, refreshToken, hint: "refresh_token"))
        }
        requests.append(tokenRequest(revocationURL, token.accessToken, hint: "access_token"))
        return requests
    }

    /// Asks what the provider knows about the access token (RFC 7662 §2.1); nil without an introspection URL.
    public func introspectionRequest(for token: Token) -> TokenEndpointRequest? {
        introspectionURL.map { tokenRequest($0, token.accessToken, hint: "access_token") }
    }

    private func tokenRequest(_ url: URL, _ token: Redacted<String>, hint: String) -> TokenEndpointRequest {
        endpointRequest(
            url, [Parameter("token", token.reveal()), Parameter("token_type_hint", hint)],
            overrides: ParameterOverrides())
    }

    /// Adds the proof of who the client is, in exactly one place (RFC 6749 §2.3).
    private func endpointRequest(
        _ url: URL, _ parameters: [Parameter], overrides: ParameterOverrides
    ) -> TokenEndpointRequest {
        var parameters = parameters
        var authorization: Redacted<String>?
        switch clientAuthentication {
        case .basic:
            authorization = basicAuthorization
        case .post:
            parameters.append(Parameter("client_id", clientID))
            parameters.append(Parameter("client_secret", clientSecret?.reveal() ?? ""))
        case .none:
            parameters.append(Parameter("client_id", clientID))
        }
        return TokenEndpointRequest(
            url: url, authorization: authorization, parameters: overrides.applied(to: parameters))
    }

    /// RFC 6749 §2.3.1: id and secret are form-encoded before they are joined, unless the provider wants them raw.
    private var basicAuthorization: Redacted<String> {
        (clientSecret ?? Redacted("")).map { secret in
            let pair =
                switch basicEncoding {
                case .form: "\(FormEncoding.encode(clientID)):\(FormEncoding.encode(secret))"
                case .raw: "\(clientID):\(secret)"
                }
            return "Basic " + Data(pair.utf8).base64EncodedString()
        }
    }
}

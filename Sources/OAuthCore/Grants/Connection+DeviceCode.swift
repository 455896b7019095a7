extension Connection {
    /// Asks for a code that a person enters on another device (RFC 8628 §3.1). `authorize_params` change it, as they
    /// change every request that begins a sign-in.
    /// - Throws: an error of kind `config` where neither the definition nor the issuer's metadata names the endpoint.
    public func deviceAuthorizationRequest() throws(OAuthError) -> TokenEndpointRequest {
        guard let url = endpoints.deviceAuthorization else {
            throw .missingField(
                "device_authorization_url", connection: name,
                advice: "Write the URL where device sign-ins begin, if the provider has one")
        }
        return TokenEndpointRequest(
            .deviceAuthorization, url: url, parameters: scopeParameters,
            overrides: parameters.authorize)
    }

    /// Asks whether the person has signed in (RFC 8628 §3.4).
    public func deviceTokenRequest(_ authorization: DeviceAuthorization) throws(OAuthError) -> TokenEndpointRequest {
        TokenEndpointRequest(
            .device, url: try tokenEndpoint(),
            parameters: [
                Parameter("grant_type", Grant.deviceCode.type ?? ""),
                Parameter("device_code", authorization.deviceCode.reveal()),
            ], overrides: parameters.token)
    }
}

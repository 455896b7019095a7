extension Connection {
    /// Exchanges the person's name and password for tokens (RFC 6749 §4.3.2); nil without a password.
    func passwordRequest() throws(OAuthError) -> TokenEndpointRequest? {
        guard let password = inputs.password else { return nil }
        return try tokenRequest([
            Parameter("username", inputs.username?.reveal() ?? ""), Parameter("password", password.reveal()),
        ])
    }
}

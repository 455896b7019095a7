extension Connection {
    /// Asks for a token of the client's own (RFC 6749 §4.4.2).
    func clientCredentialsRequest() throws(OAuthError) -> TokenEndpointRequest { try tokenRequest([]) }
}

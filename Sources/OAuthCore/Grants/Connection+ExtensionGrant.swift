extension Connection {
    /// A grant that is named by its URI (RFC 6749 §4.5): what the definition gives goes under its standard name, and
    /// `token_params` adds the rest.
    func extensionRequest() throws(OAuthError) -> TokenEndpointRequest {
        let given: [(String, Redacted<String>?)] = [
            ("username", inputs.username), ("password", inputs.password), ("assertion", inputs.assertion),
            ("subject_token", inputs.subjectToken),
            ("subject_token_type", inputs.subjectTokenType.map { Redacted(TokenType.uri($0)) }),
            ("actor_token", inputs.actorToken),
            ("actor_token_type", inputs.actorTokenType.map { Redacted(TokenType.uri($0)) }),
            ("requested_token_type", inputs.requestedTokenType.map { Redacted(TokenType.uri($0)) }),
        ]
        return try tokenRequest(given.compactMap { name, value in value.map { Parameter(name, $0.reveal()) } })
    }
}

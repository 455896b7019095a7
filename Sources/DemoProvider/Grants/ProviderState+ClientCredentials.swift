extension ProviderState {
    /// RFC 6749 §4.4: for clients with a secret or a key only, and without a refresh token.
    func clientCredentialsGrant(_ asking: GrantRequest) throws(TokenError) -> TokenAnswer {
        guard !asking.client.isPublic else {
            throw TokenError("unauthorized_client", "A public client cannot ask in its own name")
        }
        return open(
            asking, scope: try asking.scope(), details: LoginDetails(subject: nil, resources: try asking.resources()),
            refreshToken: false
        ).answer
    }
}

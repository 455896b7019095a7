import Crypto

extension ProviderState {
    /// RFC 6749 §4.3.
    func passwordGrant(_ asking: GrantRequest) throws(TokenError) -> TokenAnswer {
        let name = try asking.required("username")
        let password = try asking.required("password")
        guard SHA256.same(name, DemoUser.name), SHA256.same(password, DemoUser.password) else {
            throw TokenError("invalid_grant", "The user name or the password is wrong")
        }
        return open(
            asking, scope: try asking.scope(), details: LoginDetails(resources: try asking.resources()),
            refreshToken: options.returnsRefreshToken
        ).answer
    }
}

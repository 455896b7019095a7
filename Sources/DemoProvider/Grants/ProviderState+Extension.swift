extension ProviderState {
    /// RFC 6749 §4.5: a grant that takes what it gets. What came in is in `received` of the answer, in order, secrets
    /// left out.
    func extensionGrant(_ asking: GrantRequest) throws(TokenError) -> TokenAnswer {
        if asking.form["grant_type"] == Self.accountGrant { _ = try asking.required("account_id") }
        let names = ["client_secret", "client_assertion"]
        let received = asking.form.parameters.filter { !names.contains($0.name) }
        return open(
            asking, scope: try asking.scope(), details: LoginDetails(subject: nil, resources: try asking.resources()),
            refreshToken: false
        ).answer
            .with("received", .object(received.map { JSON.Member(name: $0.name, value: .string($0.value)) }))
    }
}

extension Connection {
    /// What a definition asks for beyond the plain form of its grant, in the words of its fields: for `status`.
    public var features: [String] {
        var features: [String] = []
        func add(_ feature: String, if condition: Bool) { if condition { features.append(feature) } }
        add("pkce", if: grant == .authorizationCode && signIn.usesPKCE)
        add("pushed_authorization", if: grant == .authorizationCode && pushesAuthorization)
        add("request_object", if: grant == .authorizationCode && signIn.signsRequest)
        if let mode = signIn.responseMode { features.append("response_mode=\(mode.rawValue)") }
        add("authorization_details", if: signIn.authorizationDetails != nil)
        add("resource", if: !signIn.resources.isEmpty)
        add("allow_implicit", if: signIn.allowsImplicit)
        add("dpop", if: usesDPoP)
        add("client_certificate", if: client.authentication == .tls || client.certificateKey != nil)
        add("client_registration=dynamic", if: client.isRegisteredDynamically)
        if grant == .oauth1 {
            features.append("\(oauth1.signatureMethod.rawValue) in the \(oauth1.placement.rawValue)")
        }
        if let hooks { features += hooks.points.map { "hooks.\($0.rawValue)" }.sorted() }
        return features
    }
}

extension Token {
    /// Whose it is, as far as the verified claims of its ID token say: the name that tells a person most.
    public var account: String? {
        guard let claims, let fields = JSONValue(claims.utf8) else { return nil }
        return ["email", "preferred_username", "name", "sub"].lazy.compactMap { fields[$0]?.text }
            .first { !$0.isEmpty }.map { VisibleText.of($0, limit: 100) }
    }
}

extension Client {
    /// What to check and what to try after `invalid_client`. Providers do not say which way they want.
    var adviceWhenRefused: String {
        if isRegisteredDynamically { return "Sign in again: the client then registers itself anew" }
        let (what, how, others) = proof
        return "Check \(what); \(how), so \(others)"
    }

    /// What to check, how it was sent, and what else there is.
    private var proof: (what: String, how: String, others: String) {
        let used = "client_auth = '\(authentication.rawValue)'"
        let idAndSecret = "client_id and client_secret"
        switch authentication {
        case .basic where basicEncoding == .form:
            return (
                idAndSecret, "they were sent with \(used)",
                "try client_auth = 'post', or basic_encoding = 'raw' if they hold special characters"
            )
        case .basic:
            return (
                idAndSecret, "they were sent with \(used) and basic_encoding = 'raw'",
                "try client_auth = 'post', or basic_encoding = 'form'"
            )
        case .basicAndClientID:
            return (idAndSecret, "they were sent with \(used)", "try client_auth = 'basic' or 'post'")
        case .post:
            return (idAndSecret, "they were sent with \(used)", "try client_auth = 'basic'")
        case .bodyJSON:
            return (idAndSecret, "they were sent with \(used)", "try client_auth = 'post' or 'basic'")
        case .none:
            return (
                "client_id", "it was sent with \(used)", "set client_secret if the provider gave you one"
            )
        case .clientSecretJWT:
            return (
                "\(idAndSecret), and the clock", "an assertion was signed with them (\(used))",
                "try another assertion_audience or signing_alg, or client_auth = 'basic'"
            )
        case .privateKeyJWT:
            return (
                "client_id, the clock, and that the provider has the public key of private_key",
                "an assertion was signed with it (\(used))", "try another assertion_audience, key_id or signing_alg"
            )
        case .tls:
            return (
                "client_id, and that the provider knows the client_certificate", "it was shown in TLS (\(used))",
                "try the provider's token_url for clients with a certificate, or client_auth = 'private_key_jwt'"
            )
        }
    }
}

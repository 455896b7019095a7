import Crypto

extension Connection {
    /// Takes from the service account what the definition does not say: the token URL, and whose tokens these are.
    mutating func readServiceAccount() throws(OAuthError) {
        guard grant == .jwtBearer, let text = inputs.serviceAccount else { return }
        let account: ServiceAccount
        do { account = try ServiceAccount(text) } catch {
            var error = error
            error.connection = name
            throw error
        }
        inputs.serviceAccountEmail = account.email
        guard endpoints.token == nil else { return }
        guard let tokenURL = account.tokenURL else {
            throw .missingField("token_url", connection: name, advice: "The service_account has no token_uri either")
        }
        do { endpoints.token = try URLPolicy(allowsPlainHTTP: allowsPlainHTTP).url(tokenURL) } catch {
            throw error.error(field: "service_account", connection: name)
        }
    }
}

extension GrantInputs {
    /// Tells the tokens of several accounts of one client apart: nobody may get those of another because a script
    /// changed its `username`. A user's name is shown to nobody, so only a digest of it is kept.
    var accountMark: String {
        var mark = serviceAccountEmail ?? ""
        if let username {
            mark += " user " + Base64URL.encode(SHA256.hash(data: Array(username.reveal().utf8))).prefix(12)
        }
        if let subject { mark += " for " + subject }
        return mark
    }
}

extension OAuthError {
    /// What to look at when a grant is refused.
    static func invalidGrantAdvice(_ connection: Connection) -> String {
        switch connection.grant {
        case .password: "Check username and password"
        case .jwtBearer where connection.inputs.serviceAccount != nil:
            "Check that the key of the service account still exists, subject and scope, and this machine's clock"
        case .jwtBearer where connection.inputs.assertion == nil:
            "Check private_key, key_id, subject and assertion_audience, and this machine's clock"
        case .jwtBearer, .saml2Bearer:
            "Check that the assertion has not ended, and that it is for this provider and for this client"
        case .tokenExchange: "Check that subject_token is valid now, and that subject_token_type says what it is"
        case .clientCredentials, .extension: "Check what the definition sends to the token endpoint"
        case .authorizationCode, .refreshToken, .deviceCode, .oauth1: "Sign in again"
        }
    }
}

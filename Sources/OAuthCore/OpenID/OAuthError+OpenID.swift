/// What users are told about ID tokens and their neighbours.
extension OAuthError {
    public static func idTokenRefused(_ failure: JWSFailure, connection: Connection) -> OAuthError {
        let advice: String? =
            switch failure {
            case .algorithm(let name?) where SigningAlgorithm(rawValue: name) != nil:
                "If the provider is right, list it: id_token_algs = { \"\(name)\" }"
            case .malformed: "Leave `openid` out of the scope if you need no ID token"
            case .unknownKey, .unfitKey, .signature: "Check that jwks_url or issuer is this provider's"
            case .algorithm, .critical: nil
            }
        return OAuthError(
            .oauth, "the ID token that came for '\(connection.name)' \(failure.reason)", advice: advice,
            connection: connection.name)
    }

    public static func noIDToken(_ connection: Connection) -> OAuthError {
        OAuthError(
            .config, "the provider of '\(connection.name)' gave no ID token",
            advice: connection.scope.contains("openid")
                ? "Check whether it supports OpenID Connect" : "Add openid to the scope, and sign in again",
            connection: connection.name)
    }

    public static func cannotVerifyIDTokens(_ connection: Connection) -> OAuthError {
        OAuthError(
            .config, "the ID token of '\(connection.name)' cannot be checked: the provider's keys are not known",
            advice: "Write the provider's issuer, or its jwks_url, in the definition", connection: connection.name)
    }
}

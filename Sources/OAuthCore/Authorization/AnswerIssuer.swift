/// Who answered (RFC 9207): an answer that another provider has slipped in is recognized by its `iss`.
extension AuthorizationRequest {
    /// nil where the answer comes from the issuer of this sign-in, as far as anybody says.
    func problem(withIssuerOf callback: CallbackParameters) -> OAuthError? {
        guard let issuer else { return nil }
        guard let given = callback["iss"] else {
            return requiresIssuer ? .noIssuer(expected: issuer, connection: connection) : nil
        }
        return given == issuer ? nil : .foreignIssuer(given, expected: issuer, connection: connection)
    }
}

extension OAuthError {
    /// RFC 9207 §2.4: what a provider always sends must not be missing.
    fileprivate static func noIssuer(expected: String, connection: String) -> OAuthError {
        OAuthError(
            .oauth, "the answer for '\(connection)' does not say who gave it, although '\(expected)' always does (iss)",
            advice: "Try again; if it comes again, somebody mixed up two sign-ins", connection: connection)
    }
}

extension AuthorizationRequest {
    /// Judges a callback. The state is compared first, in constant time: without the right one nothing else in the
    /// callback is believed, not even an error.
    public func read(_ callback: CallbackParameters) -> CallbackOutcome {
        let callback = callback.renamed(callbackNames)
        if callback.isRepeated("state") { return .ignore("it has more than one state") }
        guard let state = callback["state"] else { return .ignore("it has no state") }
        guard ConstantTime.equal(state, self.state) else { return .ignore("its state belongs to another sign-in") }
        // Whoever knows the state must not get around the signature.
        if responseMode?.isSigned == true, !callback.isSigned {
            return .failure(.unsignedAnswer(connection: connection))
        }
        // RFC 6749 §3.1: parameters must not be included more than once.
        for name in ["code", "error", "iss", "access_token", "id_token"] where callback.isRepeated(name) {
            return .failure(.repeatedParameter(name, connection: connection))
        }
        if let problem = problem(withIssuerOf: callback) { return .failure(problem) }
        if let code = callback["error"] {
            var refusal = OAuthError.signInRefused(
                code: code, description: callback["error_description"], page: callback["error_uri"],
                connection: connection)
            // Whose code it is.
            refusal.url = url.withoutSecrets
            return .failure(refusal)
        }
        let hasTokens = callback["access_token"] != nil || callback["id_token"] != nil
        if hasTokens, !allowsImplicit { return .failure(.tokensInAnswer(connection: connection)) }
        // Of an answer with both, the code is exchanged: what comes for it has not been in any address.
        if let code = callback["code"] { return .code(Redacted(code)) }
        if callback["access_token"] != nil { return .tokens(Redacted(callback.parameters)) }
        return .failure(.noCode(connection: connection))
    }

    /// Whether this could be an answer at all, so that it is worth judging.
    public func concerns(_ callback: CallbackParameters) -> Bool {
        let callback = callback.renamed(callbackNames)
        return ["code", "error", "access_token", "response"].contains { callback[$0] != nil }
    }
}

/// What users are told when signing in fails.
extension OAuthError {
    static func repeatedParameter(_ name: String, connection: String) -> OAuthError {
        OAuthError(
            .oauth, "the provider's answer for '\(connection)' has more than one \(name)",
            advice: "Try again; if it comes again, something between browser and provider changes its answers",
            connection: connection)
    }

    static func foreignIssuer(_ given: String, expected: String, connection: String) -> OAuthError {
        OAuthError(
            .oauth,
            "the answer for '\(connection)' comes from '\(VisibleText.of(given, limit: 200))', not from '\(expected)'",
            advice: "If the provider is right, correct the field issuer; if not, somebody mixed up two sign-ins",
            connection: connection)
    }

    static func unsignedAnswer(connection: String) -> OAuthError {
        OAuthError(
            .oauth, "the provider's answer for '\(connection)' is not signed, although response_mode asks for that",
            advice: "Check that the provider supports that response_mode", connection: connection)
    }

    static func noCode(connection: String) -> OAuthError {
        OAuthError(
            .oauth, "the provider's answer for '\(connection)' has neither a code nor an error",
            advice: "Check that authorization_url is the authorization endpoint, and authorize_params asks for a code",
            connection: connection)
    }

    /// An `error` answer of the authorization endpoint (RFC 6749 §4.1.2.1).
    static func signInRefused(
        code: String, description: String?, page: String?, connection: String
    ) -> OAuthError {
        let code = VisibleText.of(code, limit: 100)
        let reason = description.map { " (\(VisibleText.sentence($0)))" } ?? ""
        let more = page.flatMap { $0.hasPrefix("https://") ? "See \(VisibleText.of($0, limit: 200))" : nil }
        switch code {
        case "access_denied":
            return OAuthError(
                .permission, "access for '\(connection)' was denied\(reason)",
                advice: more ?? "Run the command again and consent, or ask whoever administers the account",
                oauthError: code, connection: connection)
        case "invalid_scope":
            return OAuthError(
                .oauth, "the provider refused the sign-in for '\(connection)': \(code)\(reason)",
                advice: more ?? "Check the field scope", oauthError: code, connection: connection)
        case "temporarily_unavailable", "server_error":
            return OAuthError(
                .oauth, "the provider could not sign you in for '\(connection)': \(code)\(reason)",
                advice: more ?? "Try again later", oauthError: code, connection: connection)
        default:
            return OAuthError(
                .oauth, "the provider refused the sign-in for '\(connection)': \(code)\(reason)",
                advice: more ?? "Compare the definition with what is registered at the provider", oauthError: code,
                connection: connection)
        }
    }
}

extension VisibleText {
    /// A provider's sentence as a part of one of ours: without its full stop.
    static func sentence(_ text: String, limit: Int = 300) -> String {
        let shown = of(text, limit: limit)
        return shown.hasSuffix(".") ? String(shown.dropLast()) : shown
    }
}

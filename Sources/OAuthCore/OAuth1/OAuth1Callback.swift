extension OAuth1 {
    /// Judges what came back from the authorization URL (RFC 5849 §2.2).
    public struct CallbackReader: Sendable {
        /// The temporary credentials' token: the answer must repeat it, as an OAuth 2 answer repeats the state.
        public var token: Redacted<String>
        /// Whether an answer without `oauth_verifier` is one to be refused; false for OAuth Core 1.0 without the a.
        public var requiresVerifier: Bool
        /// The connection's name, for messages.
        public var connection: String

        public init(token: Redacted<String>, requiresVerifier: Bool, connection: String) {
            self.token = token
            self.requiresVerifier = requiresVerifier
            self.connection = connection
        }

        /// The token is compared first, in constant time: without the right one nothing else in the callback is believed.
        ///
        /// The code of ``CallbackOutcome/code(_:)`` is the verifier, which is empty where there is none and none is needed.
        public func read(_ callback: CallbackParameters) -> CallbackOutcome {
            // X sends the token of a sign-in that was refused as `denied`.
            let denied = callback["denied"]
            if callback.isRepeated("oauth_token") { return .ignore("it has more than one oauth_token") }
            let problem = callback["oauth_problem"] ?? callback["error"]
            guard let given = callback["oauth_token"] ?? denied else {
                // Anybody could have sent that, so it cannot end the sign-in; a person who refused reads it.
                let said = problem.map { ", though it says \(VisibleText.of($0, limit: 100))" } ?? ""
                return .ignore("it has no oauth_token\(said)")
            }
            guard ConstantTime.equal(given, token.reveal()) else {
                return .ignore("its oauth_token belongs to another sign-in")
            }
            if callback.isRepeated("oauth_verifier") {
                return .failure(.repeatedParameter("oauth_verifier", connection: connection))
            }
            if let problem {
                return .failure(refusal(problem, description: callback["error_description"]))
            }
            if denied != nil { return .failure(refusal("user_refused", description: nil)) }
            if let verifier = callback["oauth_verifier"] { return .code(Redacted(verifier)) }
            guard requiresVerifier else { return .code(Redacted("")) }
            return .failure(
                OAuthError(
                    .oauth, "the provider's answer for '\(connection)' has no oauth_verifier",
                    advice: "If its documentation says that it speaks OAuth 1.0 without the a, set "
                        + "verifier = false",
                    connection: connection))
        }

        private func refusal(_ code: String, description: String?) -> OAuthError {
            switch code {
            case "user_refused", "permission_denied":
                .signInRefused(code: "access_denied", description: description, page: nil, connection: connection)
            default:
                .signInRefused(code: code, description: description, page: nil, connection: connection)
            }
        }
    }
}

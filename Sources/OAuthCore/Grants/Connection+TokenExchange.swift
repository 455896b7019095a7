extension Connection {
    /// Exchanges a token for another (RFC 8693 §2.1).
    func tokenExchangeRequest() throws(OAuthError) -> TokenEndpointRequest {
        var parameters: [Parameter] = []
        func add(_ name: String, _ token: Redacted<String>?, _ type: String?) {
            guard let token else { return }
            // A token that came from a file ends with a line break.
            parameters.append(Parameter(name, token.reveal().trimmingWhitespace))
            parameters.append(Parameter("\(name)_type", TokenType.uri(type ?? "access_token")))
        }
        add("subject_token", inputs.subjectToken, inputs.subjectTokenType)
        add("actor_token", inputs.actorToken, inputs.actorTokenType)
        if let type = inputs.requestedTokenType {
            parameters.append(Parameter("requested_token_type", TokenType.uri(type)))
        }
        return try tokenRequest(parameters)
    }
}

/// The token types of RFC 8693 §3, which definitions name shortly.
enum TokenType {
    static let names = ["access_token", "refresh_token", "id_token", "saml1", "saml2", "jwt"]

    /// The URI of a short name; anything else is one already.
    static func uri(_ text: String) -> String {
        names.contains(text) ? "urn:ietf:params:oauth:token-type:\(text)" : text
    }

    /// - Throws: what is neither a short name nor an absolute URI.
    static func check(_ text: String) throws(DefinitionProblem) {
        guard !names.contains(text), !text.contains(":") else { return }
        throw DefinitionProblem(
            "does not know '\(VisibleText.of(text, limit: 60))'",
            advice: NearestName.of(text, in: names).map { "Did you mean '\($0)'?" }
                ?? "Use one of \(names.joined(separator: ", ")), or the type's URI")
    }
}

extension String {
    /// Without the white space at its ends.
    var trimmingWhitespace: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

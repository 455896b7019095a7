extension Connection {
    /// Exchanges a SAML assertion for tokens (RFC 7522 §2.1).
    func saml2BearerRequest() throws(OAuthError) -> TokenEndpointRequest {
        try tokenRequest([Parameter("assertion", inputs.assertion.map(Self.base64URL)?.reveal() ?? "")])
    }

    /// The assertion as the parameter must be: base64url without padding. XML is encoded; plain Base64, with or without
    /// line breaks, is rewritten.
    private static func base64URL(_ assertion: Redacted<String>) -> Redacted<String> {
        assertion.map { text in
            if text.first(where: { !$0.isWhitespace }) == "<" { return Base64URL.encode(text.utf8) }
            return String(
                text.compactMap { character -> Character? in
                    switch character {
                    case "+": "-"
                    case "/": "_"
                    case "=": nil
                    default: character.isWhitespace ? nil : character
                    }
                })
        }
    }
}

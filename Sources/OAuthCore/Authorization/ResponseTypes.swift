#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Tokens straight from the authorization endpoint (RFC 6749 §4.2, OpenID Connect's hybrid flow): refused unless a
/// definition allows them.
extension Connection {
    /// - Throws: an error of kind `config` for a response type that puts tokens into an address.
    func checkResponseType(_ type: String) throws(OAuthError) {
        let types = type.split(whereSeparator: \.isWhitespace)
        guard !signIn.allowsImplicit, types.contains(where: { $0 == "token" || $0 == "id_token" }) else { return }
        throw OAuthError(
            .config,
            "connection '\(name)' asks for tokens in the browser's address (response_type '\(VisibleText.of(type, limit: 60))'), "
                + "where its history, its extensions and other pages can read them",
            advice: "Write response_type = \"code\", or allow_implicit = true if the provider has nothing else",
            connection: name)
    }

    /// The token in an implicit answer that has been judged (RFC 6749 §4.2.2). There is no refresh token among them: what
    /// calls itself one is not believed.
    /// - Throws: as ``TokenResponse/read(status:headers:body:now:previous:connection:sent:)``.
    public func token(fromBrowser answer: Redacted<[Parameter]>, now: Date) throws(OAuthError) -> Token {
        let taken = ["access_token", "token_type", "expires_in", "scope", "id_token"]
        let fields = answer.reveal().filter { taken.contains($0.name) }.map { ($0.name, JSONValue.string($0.value)) }
        let body = JSONValue.object(Dictionary(fields) { first, _ in first })
        return try TokenResponse.read(
            status: 200, headers: [:], body: Array(body.encoded().utf8), now: now, previous: nil, connection: self)
    }
}

extension OAuthError {
    static func tokensInAnswer(connection: String) -> OAuthError {
        OAuthError(
            .oauth,
            "the provider answered for '\(connection)' with tokens in the browser's address, where others can read them",
            advice:
                "Ask it for a code (response_type = \"code\"), or write allow_implicit = true if it has nothing else",
            connection: connection)
    }
}

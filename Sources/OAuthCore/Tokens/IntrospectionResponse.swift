/// Reads what an introspection endpoint answers (RFC 7662 §2.2).
public enum IntrospectionResponse {
    /// What the provider knows of the token: an object whose `active` is a boolean. Values that are the token itself are
    /// left out: some providers repeat it, and nobody is to see it.
    /// - Throws: what ``TokenResponse`` throws about failures; kind `decode` for what is no such object.
    public static func read(
        status: Int, body: [UInt8], token: Token, connection: Connection
    ) throws(OAuthError) -> JSONValue {
        let answer = AnswerBody(body)
        let secrets = [token.accessToken, token.refreshToken, token.idToken]
        try TokenResponse.check(status: status, body: answer, covering: secrets, connection: connection)
        guard case .fields(var fields) = answer, case .boolean = fields["active"] else {
            throw OAuthError(
                .decode, "the introspection endpoint of '\(connection.name)' did not say whether the token is active",
                advice: "Check introspection_url", status: status, connection: connection.name,
                url: connection.endpoints.introspection?.withoutSecrets)
        }
        let hidden = secrets.compactMap { $0?.reveal() }
        fields = fields.filter { field in field.value.text.map { !hidden.contains($0) } ?? true }
        return .object(fields)
    }
}

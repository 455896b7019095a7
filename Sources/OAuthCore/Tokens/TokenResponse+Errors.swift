import HTTPTypes

extension TokenResponse {
    /// Throws what an answer of a token endpoint or one of its neighbours says is wrong: an error in the body, whatever
    /// the status, or a status that is no success.
    /// - Parameter what: what was asked for, as it follows "refused".
    static func check(
        status: Int, body: AnswerBody, covering secrets: [Redacted<String>?], connection: Connection,
        what: String = "the token request"
    ) throws(OAuthError) {
        if case .fields(let fields) = body,
            let failure = ProviderError(fields) ?? ProviderError(fields, at: connection.response.errorPath)
        {
            throw .tokenRequestRefused(
                failure, status: status, covering: secrets + [connection.client.secret], connection: connection,
                what: what)
        }
        if !(200..<300 ~= status) { throw .tokenEndpointStatus(status, body: body, connection: connection) }
    }
}

/// Reads what a revocation endpoint answers (RFC 7009 §2.2): nothing, where all is well.
public enum RevocationResponse {
    /// - Throws: what ``TokenResponse`` throws about failures, and that the provider cannot revoke
    ///   this type of token (`unsupported_token_type`).
    public static func check(status: Int, body: [UInt8], token: Token, connection: Connection) throws(OAuthError) {
        try TokenResponse.check(
            status: status, body: AnswerBody(body), covering: [token.refreshToken, token.accessToken],
            connection: connection)
    }
}

/// What users are told about answers of the token endpoint.
extension OAuthError {
    static func tokenRequestRefused(
        _ failure: ProviderError, status: Int, covering secrets: [Redacted<String>?], connection: Connection,
        what: String = "the token request"
    ) -> OAuthError {
        let code = failure.code.map { VisibleText.of(SecretCover.cover(secrets, in: $0), limit: 100) }
        let description = failure.description.map { VisibleText.sentence(SecretCover.cover(secrets, in: $0)) }
        let reason =
            switch (code, description) {
            case (let code?, let description?): "\(code) (\(description))"
            case (let code?, nil): code
            case (nil, let description?): description
            case (nil, nil): "an error without a name"
            }
        let page = failure.page.flatMap { $0.hasPrefix("https://") ? "See \(VisibleText.of($0, limit: 200))" : nil }
        return OAuthError(
            status == 429 ? .rateLimited : .oauth,
            "the provider of '\(connection.name)' refused \(what): \(reason)",
            advice: advice(code: code, connection: connection) ?? page, status: status, oauthError: code,
            connection: connection.name, url: connection.endpoints.token?.withoutSecrets)
    }

    private static func advice(code: String?, connection: Connection) -> String? {
        switch code {
        case "invalid_client": connection.client.adviceWhenRefused
        case "unauthorized_client":
            "Check the client_id and its secret, and that the client may use this grant at the provider"
        case "invalid_scope": "Check the field scope"
        case "redirect_uri_mismatch": "Register the redirect URI at the provider exactly as it is sent"
        case "invalid_grant": invalidGrantAdvice(connection)
        case "unsupported_grant_type":
            "Check that the provider has grant = '\(connection.grant.name)' and that the client may use it"
        case "temporarily_unavailable", "server_error", "slow_down": "Try again later"
        case let code? where code == "401" || code.lowercased().contains("client"): connection.client.adviceWhenRefused
        // Some providers answer a wrong password with invalid_request.
        default:
            connection.fetchesItsTokens
                ? invalidGrantAdvice(connection)
                : "Sign in again; if it is refused once more, check client_id, client_secret and client_auth"
        }
    }

    static func tokenEndpointStatus(_ status: Int, body: AnswerBody, connection: Connection) -> OAuthError {
        let said = body.snippet.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
        let (kind, advice): (Kind, String?) =
            switch status {
            case 429: (.rateLimited, "Try again later")
            case 408, 425, 500...: (.http, "Try again later")
            case 300..<400: (.http, "Correct token_url: token requests are never redirected")
            case 404, 405, 410: (.http, "Check that token_url is the provider's token endpoint")
            case 401, 403: (.http, connection.client.adviceWhenRefused)
            default: (.http, "Check token_url, client_id and client_secret")
            }
        return OAuthError(
            kind, "the token endpoint of '\(connection.name)' answered \(status)\(said)", advice: advice,
            status: status, connection: connection.name, url: connection.endpoints.token?.withoutSecrets)
    }

    static func notATokenResponse(_ body: AnswerBody, status: Int, connection: Connection) -> OAuthError {
        let snippet = body.snippet.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
        let what =
            switch body {
            case .fields, .unreadable: "something that is neither JSON nor a form\(snippet)"
            case .empty: "nothing"
            case .tooLarge: "more than \(TokenResponse.bodyLimit) bytes"
            case .html: "an HTML page\(snippet)"
            }
        return OAuthError(
            .decode, "the token endpoint of '\(connection.name)' answered \(what)",
            advice: "Check that token_url is the provider's token endpoint", status: status,
            connection: connection.name, url: connection.endpoints.token?.withoutSecrets)
    }

    /// Names the fields that came instead: one of them may hold it.
    static func noAccessToken(among fields: [String: JSONValue], status: Int, connection: Connection) -> OAuthError {
        let names = VisibleText.of(fields.keys.sorted().joined(separator: ", "), limit: 300)
        return OAuthError(
            .oauth, "the token endpoint of '\(connection.name)' answered without an access_token",
            advice: "Check that token_url is the provider's token endpoint"
                + (fields.isEmpty
                    ? "" : "; if the token is in one of \(names), say so with token_path or token_names"),
            status: status, connection: connection.name, url: connection.endpoints.token?.withoutSecrets)
    }

    static func unusableAccessToken(status: Int, connection: Connection) -> OAuthError {
        OAuthError(
            .decode, "the access_token of '\(connection.name)' has characters that no header can carry",
            advice: "Report it to the provider", status: status, connection: connection.name,
            url: connection.endpoints.token?.withoutSecrets)
    }
}

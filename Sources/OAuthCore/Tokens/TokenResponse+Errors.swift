import HTTPTypes

extension TokenResponse {
    /// Throws what an answer of a token endpoint or one of its neighbours says is wrong: an error in the body, whatever
    /// the status, or a status that is no success.
    static func check(
        status: Int, body: AnswerBody, covering secrets: [Redacted<String>?], connection: Connection
    ) throws(OAuthError) {
        if case .fields(let fields) = body, let failure = ProviderError(fields) {
            throw .tokenRequestRefused(
                failure, status: status, covering: secrets + [connection.clientSecret], connection: connection)
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
        _ failure: ProviderError, status: Int, covering secrets: [Redacted<String>?], connection: Connection
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
            "the provider of '\(connection.name)' refused the token request: \(reason)",
            advice: advice(code: code, connection: connection) ?? page, status: status, oauthError: code,
            connection: connection.name, url: connection.tokenURL.withoutSecrets)
    }

    private static func advice(code: String?, connection: Connection) -> String? {
        switch code {
        case "invalid_client": invalidClientAdvice(connection)
        case "unauthorized_client":
            "Check the client_id and its secret, and that the client may use this grant at the provider"
        case "invalid_scope": "Check the field scope"
        case "redirect_uri_mismatch": "Register the redirect URI at the provider exactly as it is sent"
        case "invalid_grant": "Sign in again"
        case "temporarily_unavailable", "server_error", "slow_down": "Try again later"
        default: nil
        }
    }

    /// Names what was tried and what else there is: providers do not say which of them they want.
    private static func invalidClientAdvice(_ connection: Connection) -> String {
        switch connection.clientAuthentication {
        case .basic where connection.basicEncoding == .form:
            "Check client_id and client_secret; they were sent with client_auth = 'basic', so try "
                + "client_auth = 'post', or basic_encoding = 'raw' if they hold special characters"
        case .basic:
            "Check client_id and client_secret; they were sent with client_auth = 'basic' and "
                + "basic_encoding = 'raw', so try client_auth = 'post', or basic_encoding = 'form'"
        case .post:
            "Check client_id and client_secret; they were sent with client_auth = 'post', so try client_auth = 'basic'"
        case .none:
            "Check client_id; it was sent with client_auth = 'none', so set client_secret if the provider gave you one"
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
            default: (.http, "Check token_url, client_id and client_secret")
            }
        return OAuthError(
            kind, "the token endpoint of '\(connection.name)' answered \(status)\(said)", advice: advice,
            status: status, connection: connection.name, url: connection.tokenURL.withoutSecrets)
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
            connection: connection.name, url: connection.tokenURL.withoutSecrets)
    }

    static func noAccessToken(status: Int, connection: Connection) -> OAuthError {
        OAuthError(
            .oauth, "the token endpoint of '\(connection.name)' answered without an access_token",
            advice: "Check that token_url is the provider's token endpoint", status: status,
            connection: connection.name, url: connection.tokenURL.withoutSecrets)
    }

    static func unusableAccessToken(status: Int, connection: Connection) -> OAuthError {
        OAuthError(
            .decode, "the access_token of '\(connection.name)' has characters that no header can carry",
            advice: "Report it to the provider", status: status, connection: connection.name,
            url: connection.tokenURL.withoutSecrets)
    }
}

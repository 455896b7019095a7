import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads what a token endpoint answers (RFC 6749 §5), as leniently as providers make necessary.
public enum TokenResponse {
    /// The largest body worth reading, in bytes.
    public static let bodyLimit = 1 << 20

    /// The token in a response, or why there is none.
    /// - Parameters:
    ///   - now: when the response came; lifetimes count from here.
    ///   - previous: the token being refreshed: what the provider does not repeat stays as it was.
    ///   - sent: what the request held that an error message must not repeat, besides the previous tokens.
    /// - Throws: kind `oauth` with the provider's error code, `rateLimited` (429), `http` (other statuses without a
    ///   code) or `decode` (not a token response). ``OAuthError/isTransient`` says whether to try again.
    public static func read(
        status: Int, headers: HTTPFields, body: [UInt8], now: Date, previous: Token?, connection: Connection,
        sent: Redacted<String>? = nil
    ) throws(OAuthError) -> Token {
        let settings = connection.response
        let body = AnswerBody(body, names: settings.names)
        let secrets = [sent, previous?.refreshToken, previous?.accessToken]
        try check(status: status, body: body, covering: secrets, connection: connection)
        guard case .fields(let answer) = body else {
            throw .notATokenResponse(body, status: status, connection: connection)
        }
        let fields = TokenFields(answer, settings: settings)
        guard let accessToken = fields.text("access_token") else {
            throw .noAccessToken(among: answer, status: status, connection: connection)
        }
        // RFC 6749 appendix A.12. Anything else could not be sent in a header, or would end it.
        guard accessToken.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else {
            throw .unusableAccessToken(status: status, connection: connection)
        }
        let times = TokenTimes(
            fields: fields.fields, settings: settings, accessToken: accessToken, now: now,
            providerNow: headers[.date].flatMap(HTTPDate.parse))
        let refreshToken = fields.text("refresh_token").map { Redacted($0) }
        let keepsRefreshToken = refreshToken == nil || refreshToken == previous?.refreshToken
        var token = Token(
            accessToken: Redacted(accessToken), type: fields.text("token_type") ?? previous?.type ?? "Bearer",
            refreshToken: refreshToken ?? previous?.refreshToken,
            idToken: fields.text("id_token").map { Redacted($0) } ?? previous?.idToken,
            expiresAt: times.accessTokenEnd,
            refreshTokenExpiresAt: times.refreshTokenEnd
                ?? (keepsRefreshToken ? previous?.refreshTokenExpiresAt : nil),
            scope: scope(fields["scope"], connection) ?? previous?.scope, obtainedAt: now)
        token.kept = (previous?.kept ?? [:]).merging(fields.kept(settings)) { $1 }
        // RFC 8693 §2.2.1: what the access_token really is.
        token.kept["issued_token_type"] = fields.text("issued_token_type")
        return token
    }

    /// Text, or a list; nil where there is none.
    private static func scope(_ value: JSONValue?, _ connection: Connection) -> [String]? {
        let words: [String]
        switch value {
        case .string(let text): words = connection.scopes(in: text)
        case .array(let items): words = items.compactMap(\.text)
        default: return nil
        }
        return words.isEmpty ? nil : words
    }
}

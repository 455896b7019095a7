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
        let body = AnswerBody(body)
        let secrets = [sent, previous?.refreshToken, previous?.accessToken]
        try check(status: status, body: body, covering: secrets, connection: connection)
        guard case .fields(let fields) = body else {
            throw .notATokenResponse(body, status: status, connection: connection)
        }
        guard let accessToken = text(fields["access_token"]) else {
            throw .noAccessToken(status: status, connection: connection)
        }
        // RFC 6749 appendix A.12. Anything else could not be sent in a header, or would end it.
        guard accessToken.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else {
            throw .unusableAccessToken(status: status, connection: connection)
        }
        let times = TokenTimes(fields: fields, now: now, providerNow: headers[.date].flatMap(HTTPDate.parse))
        let refreshToken = text(fields["refresh_token"]).map { Redacted($0) }
        let keepsRefreshToken = refreshToken == nil || refreshToken == previous?.refreshToken
        return Token(
            accessToken: Redacted(accessToken), type: text(fields["token_type"]) ?? "Bearer",
            refreshToken: refreshToken ?? previous?.refreshToken,
            idToken: text(fields["id_token"]).map { Redacted($0) } ?? previous?.idToken,
            expiresAt: times.accessTokenEnd,
            refreshTokenExpiresAt: times.refreshTokenEnd
                ?? (keepsRefreshToken ? previous?.refreshTokenExpiresAt : nil),
            scope: scope(fields["scope"]) ?? previous?.scope, obtainedAt: now)
    }

    /// A string that says something.
    private static func text(_ value: JSONValue?) -> String? {
        value?.text.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A string separated by spaces (RFC 6749 §3.3) or commas (GitHub, Strava), or a list; nil where there is none.
    private static func scope(_ value: JSONValue?) -> [String]? {
        let words: [String]
        switch value {
        case .string(let text): words = text.split { $0.isWhitespace || $0 == "," }.map(String.init)
        case .array(let items): words = items.compactMap(\.text)
        default: return nil
        }
        return words.isEmpty ? nil : words
    }
}

/// What a userinfo endpoint says about the person (OpenID Connect Core §5.3).
public enum UserInfo {
    /// The largest answer worth reading, in bytes.
    public static let limit = 1 << 20

    /// - Parameters:
    ///   - subject: the `sub` of the ID token; nil where there is none: many providers have such an endpoint without
    ///     OpenID Connect.
    /// - Throws: an error of kind `oauth` where the answer is about somebody else (§5.3.2).
    public static func check(
        _ claims: [String: JSONValue], subject: String?, connection: Connection
    ) throws(OAuthError) {
        guard let subject, claims["sub"] != .string(subject) else { return }
        throw OAuthError(
            .oauth,
            "what the provider of '\(connection.name)' says at its userinfo_url is about somebody else than the ID token",
            advice: "Check that userinfo_url belongs to the provider that signed you in", connection: connection.name)
    }

    /// A signed answer is for this client and from this issuer, where it says so (§5.3.2).
    public static func checkSigned(_ claims: [String: JSONValue], connection: Connection) throws(OAuthError) {
        let rules = IDTokenRules(connection)
        do {
            if claims["iss"] != nil { try rules.checkIssuer(claims) }
            if claims["aud"] != nil { try rules.checkAudience(claims) }
        } catch {
            var error = error
            error.message = error.message.replacing("the ID token that came", with: "the signed userinfo that came")
            throw error
        }
    }

    public static func refused(status: Int, url: String, connection: Connection) -> OAuthError {
        let (kind, advice): (OAuthError.Kind, String?) =
            switch status {
            case 401: (.authorizationRequired, "Sign in again, with openid in the scope")
            case 403: (.permission, "Check the field scope: userinfo usually wants openid")
            case 429: (.rateLimited, "Try again later")
            case 408, 425, 500...: (.http, "Try again later")
            default: (.http, "Check userinfo_url")
            }
        return OAuthError(
            kind, "the userinfo endpoint of '\(connection.name)' answered \(status)", advice: advice, status: status,
            connection: connection.name, url: url)
    }

    public static func unreadable(url: String, connection: Connection) -> OAuthError {
        OAuthError(
            .decode, "the userinfo endpoint of '\(connection.name)' did not answer with a JSON object",
            advice: "Check userinfo_url", connection: connection.name, url: url)
    }
}

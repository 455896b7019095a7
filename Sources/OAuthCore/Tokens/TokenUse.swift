#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What to do with a stored token before a request.
public enum TokenUse: Sendable, Equatable {
    case use, refresh
    /// Only a person can help.
    case authorize(OAuthError)

    /// - Parameters:
    ///   - margin: how long before its end a token is refreshed; never more than half of the token's life, or a
    ///     short-lived one would be refreshed before every request.
    ///   - rejected: an access token that the API answered 401 to. If another one is stored by now, somebody has
    ///     refreshed meanwhile, and that one is used.
    ///   - refreshable: whether there is a refresh token that is not known to be dead.
    ///   - command: what a person runs to sign in.
    public static func decide(
        token: Token?, now: Date, margin: Duration, rejected: Redacted<String>?, refreshable: Bool,
        connection: String, command: String
    ) -> TokenUse {
        guard let token else {
            return refreshable ? .refresh : .authorize(.notAuthorized(connection: connection, command: command))
        }
        if token.accessToken == rejected {
            return refreshable ? .refresh : .authorize(.tokenRejected(connection: connection, command: command))
        }
        guard let expiresAt = token.expiresAt else { return .use }
        if refreshable {
            let halfLife = max(0, expiresAt.timeIntervalSince(token.obtainedAt) / 2)
            let margin = min(margin / .seconds(1), halfLife)
            return now.addingTimeInterval(margin) < expiresAt ? .use : .refresh
        }
        return now < expiresAt ? .use : .authorize(.tokenExpired(connection: connection, command: command))
    }
}

/// What users are told when only they can help.
extension OAuthError {
    public static func notAuthorized(connection: String, command: String, because reason: String? = nil) -> OAuthError {
        authorizationNeeded(reason ?? "'\(connection)' is not authorized yet", connection, command)
    }

    static func tokenExpired(connection: String, command: String) -> OAuthError {
        authorizationNeeded(
            "the access token of '\(connection)' has expired, and there is no refresh token", connection, command)
    }

    static func tokenRejected(connection: String, command: String) -> OAuthError {
        authorizationNeeded(
            "the access token of '\(connection)' was rejected, and there is no refresh token", connection, command)
    }

    /// The refresh token is dead: expired, revoked, or used by somebody else (RFC 6749 §5.2).
    public static func refreshRefused(_ refusal: OAuthError, connection: String, command: String) -> OAuthError {
        var error = authorizationNeeded(
            "the login of '\(connection)' has ended: \(refusal.message)", connection, command)
        error.status = refusal.status
        error.oauthError = refusal.oauthError
        error.url = refusal.url
        return error
    }

    private static func authorizationNeeded(_ message: String, _ connection: String, _ command: String) -> OAuthError {
        OAuthError(.authorizationRequired, message, advice: "Run: \(command)", connection: connection)
    }
}

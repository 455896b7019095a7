import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a person should know about a login that has worked.
enum Remarks {
    static func about(_ token: Token, connection: Connection, now: Date) -> [String] {
        [missingScopes(token, connection), missingRefreshToken(token, connection, now)].compactMap { $0 }
    }

    /// Granting less than was asked for is no error (RFC 6749 §3.3), but a person wants to know.
    private static func missingScopes(_ token: Token, _ connection: Connection) -> String? {
        let missing = connection.missingScopes(of: token)
        guard !missing.isEmpty else { return nil }
        return "'\(connection.name)' was not granted: \(VisibleText.of(missing.joined(separator: " "), limit: 500))"
    }

    private static func missingRefreshToken(_ token: Token, _ connection: Connection, _ now: Date) -> String? {
        guard token.refreshToken == nil, connection.grant != .oauth1, !connection.fetchesItsTokens,
            connection.endpoints.refreshesWith == .refreshToken
        else { return nil }
        let end =
            token.expiresAt.map { "in \(max(1, Int($0.timeIntervalSince(now) / 60))) minutes" } ?? "when it ends"
        let isGoogle = connection.endpoints.authorization?.host() == "accounts.google.com"
        let advice =
            if connection.signIn.accessType == "offline" {
                ". It gives one only with the first consent: add authorize_params = { prompt = \"consent\" }"
            } else if isGoogle {
                ". Add access_type = \"offline\" and authorize_params = { prompt = \"consent\" } to get one"
            } else {
                ""
            }
        return "The provider of '\(connection.name)' gave no refresh token: you will have to sign in again "
            + "\(end)\(advice)"
    }
}

/// What users are told when signing in does not come to an end.
extension OAuthError {
    static func nobodySignedIn(after timeout: Duration, _ connection: Connection, _ command: String) -> OAuthError {
        OAuthError(
            .permission, "nobody signed in to '\(connection.name)' within \(timeout.components.seconds) seconds",
            advice: "Run: \(command); if the browser showed an error code, `oauthlua explain CODE` says what to do",
            connection: connection.name)
    }

    static func nothingPasted(_ connection: Connection, _ command: String) -> OAuthError {
        OAuthError(
            .permission, "the input ended before an answer for '\(connection.name)' was pasted",
            advice: "Run in a terminal: \(command)", connection: connection.name)
    }
}

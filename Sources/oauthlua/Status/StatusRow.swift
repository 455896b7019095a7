import LuaHost
import OAuthClient
import OAuthCore
import Output

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One connection as `status` shows it: everything but the secrets.
struct StatusRow {
    /// Of the table; JSON has `provider`, `expires_at`, `refresh_token_expires_at`, `stored_in` and `note` as well.
    static let columns = ["connection", "profile", "state", "scopes", "access_token", "refresh_token"]

    let value: LuaValue

    /// - Parameter provider: whose token it is: the issuer or the token URL.
    init(_ status: TokenStatus, provider: String, now: Date = Date()) {
        var fields: [String: LuaValue] = [
            "connection": .text(status.connection), "profile": .text(status.profile),
            "state": .text(status.state.rawValue), "provider": .text(provider),
        ]
        fields["note"] = status.note.map { .text($0) }
        if status.obtainedAt != nil {
            fields["scopes"] = .text(status.scope.joined(separator: " "))
            fields["access_token"] = .text(Self.end(status.expiresAt, now: now) ?? "until the provider refuses it")
            fields["refresh_token"] = .text(
                status.hasRefreshToken ? Self.end(status.refreshTokenExpiresAt, now: now) ?? "yes" : "none")
            fields["expires_at"] = status.expiresAt.map { .integer(Int64($0.timeIntervalSince1970)) }
            fields["refresh_token_expires_at"] = status.refreshTokenExpiresAt.map {
                .integer(Int64($0.timeIntervalSince1970))
            }
            fields["stored_in"] = .text(status.location)
            fields["encrypted"] = true
        }
        value = .table(fields)
    }

    /// `, valid for 59 min`, behind a sentence about a new token.
    static func validity(of token: Token, now: Date = Date()) -> String {
        token.expiresAt.map { ", valid for \(HumanTime.duration($0.timeIntervalSince(now).rounded(.up)))" } ?? ""
    }

    private static func end(_ date: Date?, now: Date) -> String? {
        date.map { ($0 < now ? "ended " : "ends ") + HumanTime.relative($0, to: now) }
    }
}

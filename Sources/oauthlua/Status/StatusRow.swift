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
    /// Of the table, where some row has something to say in them; JSON has `provider`, `client_auth`, `features`,
    /// `expires_at`, `refresh_token_expires_at`, `missing_scopes`, `kept`, `stored_in` and `note` as well.
    static func columns(of rows: [LuaValue]) -> [String] {
        let optional: Set = ["grant", "account"]
        return ["connection", "profile", "state", "grant", "account", "scopes", "access_token", "refresh_token"]
            .filter { name in !optional.contains(name) || rows.contains { $0[name] != nil } }
    }

    let value: LuaValue

    /// - Parameter provider: whose token it is: the issuer or the token URL.
    init(_ status: TokenStatus, provider: String, now: Date = Date()) {
        var fields: [String: LuaValue] = [
            "connection": .text(status.connection), "profile": .text(status.profile),
            "state": .text(status.state.rawValue), "provider": .text(provider),
        ]
        fields["note"] = status.note.map { .text($0) }
        fields["account"] = status.account.map { .text($0) }
        fields["grant"] = status.grant.map { .text($0) }
        fields["client_auth"] = status.clientAuthentication.map { .text($0) }
        if !status.features.isEmpty { fields["features"] = .text(status.features.joined(separator: " ")) }
        if status.obtainedAt != nil {
            if !status.missingScopes.isEmpty {
                fields["missing_scopes"] = .text(status.missingScopes.joined(separator: " "))
            }
            if !status.kept.isEmpty {
                let kept = status.kept.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                fields["kept"] = .text(kept.joined(separator: " "))
            }
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

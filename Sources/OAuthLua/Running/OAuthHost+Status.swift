import LuaHost
import OAuthClient
import OAuthCore

extension OAuthHost {
    /// `conn:status()`: what can be said of the stored token without a secret.
    func status(_ arguments: Arguments) async throws -> LuaValue {
        let connection = try connections.connection(arguments.handle(0))
        let status = try await services.tokens.status(for: connection)
        var fields: [String: LuaValue] = [
            "connection": .text(connection.name), "state": .text(status.state.rawValue),
            "profile": .text(status.profile),
        ]
        fields["note"] = status.note.map { .text($0) }
        fields["account"] = status.account.map { .text($0) }
        fields["grant"] = status.grant.map { .text($0) }
        fields["client_auth"] = status.clientAuthentication.map { .text($0) }
        fields["features"] = .list(status.features.map { .text($0) })
        if status.obtainedAt != nil {
            fields["scopes"] = .list(status.scope.map { .text($0) })
            fields["missing_scopes"] = .list(status.missingScopes.map { .text($0) })
            fields["kept"] = .table(status.kept.mapValues { .text($0) })
            fields["refresh_token_expires_at"] = status.refreshTokenExpiresAt.map {
                .integer(Int64($0.timeIntervalSince1970))
            }
            fields["expires_at"] = status.expiresAt.map { .integer(Int64($0.timeIntervalSince1970)) }
            fields["refreshable"] = .boolean(status.isRenewable)
        }
        return .table(fields)
    }
}

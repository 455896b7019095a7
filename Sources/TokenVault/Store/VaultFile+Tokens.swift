import OAuthCore
import SQLiteDatabase

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension VaultFile {
    func token(for key: TokenKey) throws -> Token? {
        guard let (database, sealer) = try reading() else { return nil }
        let sql = """
            SELECT access_token, refresh_token, id_token, details FROM tokens
            WHERE connection = ? AND profile = ? AND provider = ? AND client_id = ?
            """
        guard let row = try database.rows(sql, Self.values(of: key), read: { SealedToken($0, from: 0) }).first else {
            return nil
        }
        return try unsealing(else: StoreFailure.damagedToken(key, path)) { try row.open(for: key, with: sealer) }
    }

    /// One statement, so the old token stays whole until the new one is.
    func save(_ token: Token, for key: TokenKey) throws {
        let (database, sealer) = try writing()
        let sealed = try SealedToken(token, for: key, with: sealer)
        let sql = """
            INSERT OR REPLACE INTO tokens
            (connection, profile, provider, client_id, access_token, refresh_token, id_token, details, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try database.run(
            sql,
            Self.values(of: key) + [
                .blob(sealed.accessToken), .blob(sealed.refreshToken), .blob(sealed.idToken), .blob(sealed.details),
                .integer(Self.now),
            ])
    }

    func remove(_ key: TokenKey) throws -> Bool {
        guard let (database, _) = try reading() else { return false }
        let sql = "DELETE FROM tokens WHERE connection = ? AND profile = ? AND provider = ? AND client_id = ?"
        return try database.run(sql, Self.values(of: key)) > 0
    }

    func entries() throws -> [Vault.Entry] {
        guard let (database, sealer) = try reading() else { return [] }
        let sql = """
            SELECT connection, profile, provider, client_id, access_token, refresh_token, id_token, details FROM tokens
            ORDER BY connection, profile, provider, client_id
            """
        return try database.rows(sql) { row in
            let key = TokenKey(
                connection: row.text(0), profile: row.text(1), provider: row.text(2), clientID: row.text(3))
            let sealed = SealedToken(row, from: 4)
            do {
                return Vault.Entry(key: key, token: .success(try sealed.open(for: key, with: sealer)))
            } catch {
                return Vault.Entry(key: key, token: .failure(StoreFailure.damagedToken(key, path)))
            }
        }
    }

    private static func values(of key: TokenKey) -> [Value] {
        [.text(key.connection), .text(key.profile), .text(key.provider), .text(key.clientID)]
    }

    /// Seconds since 1970, for `updated_at`.
    static var now: Int64 { Int64(Date().timeIntervalSince1970) }
}

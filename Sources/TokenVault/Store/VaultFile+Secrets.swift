import OAuthCore
import SQLiteDatabase

extension VaultFile {
    func secret(named name: String) throws -> Redacted<String>? {
        guard let (database, sealer) = try reading() else { return nil }
        let values = try database.rows("SELECT value FROM secrets WHERE name = ?", [.text(name)]) { $0.blob(0) ?? [] }
        return try values.first.map { value in
            try unsealing(else: StoreFailure.damagedSecret(name, path)) { try sealer.open(value, for: .secret(name)) }
        }
    }

    func setSecret(_ value: Redacted<String>, named name: String) throws {
        let (database, sealer) = try writing()
        try database.run(
            "INSERT OR REPLACE INTO secrets (name, value, updated_at) VALUES (?, ?, ?)",
            [.text(name), .blob(try sealer.seal(value, for: .secret(name))), .integer(Self.now)])
    }

    func removeSecret(named name: String) throws -> Bool {
        guard let (database, _) = try reading() else { return false }
        return try database.run("DELETE FROM secrets WHERE name = ?", [.text(name)]) > 0
    }

    func secretNames() throws -> [String] {
        guard let (database, _) = try reading() else { return [] }
        return try database.rows("SELECT name FROM secrets ORDER BY name") { $0.text(0) }
    }
}

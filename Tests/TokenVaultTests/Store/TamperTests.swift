import Foundation
import OAuthCore
import SQLiteDatabase
import Testing

@testable import TokenVault

/// What someone who can write the file, but has no key, may try.
@Suite struct TamperTests {
    static let work = TokenKey.google.with(profile: "work")

    /// A store with two tokens and two secrets, and another connection to it.
    private func prepared() async throws -> (TemporaryFolder, KeySource, Database) {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let vault = Vault(path: folder.store, key: key)
        try await vault.save(.sample("one"), for: .google)
        try await vault.save(.sample("two"), for: Self.work)
        try await vault.setSecret(Redacted("one"), named: "A")
        try await vault.setSecret(Redacted("two"), named: "B")
        try await vault.close()
        return (folder, key, try Database(path: folder.store, busyTimeout: .seconds(1)))
    }

    @Test(arguments: [
        "UPDATE tokens SET access_token = refresh_token",
        "UPDATE tokens SET access_token = (SELECT access_token FROM tokens WHERE profile = 'work')",
        "UPDATE tokens SET refresh_token = (SELECT refresh_token FROM tokens WHERE profile = 'work')",
        "UPDATE tokens SET id_token = (SELECT id_token FROM tokens WHERE profile = 'work')",
        "UPDATE tokens SET details = (SELECT details FROM tokens WHERE profile = 'work')",
        "UPDATE tokens SET access_token = (SELECT value FROM secrets WHERE name = 'A')",
        "UPDATE tokens SET refresh_token = NULL", "UPDATE tokens SET id_token = NULL",
        "UPDATE tokens SET access_token = x''", "UPDATE tokens SET access_token = substr(access_token, 1, 20)",
        "UPDATE tokens SET details = substr(details, 1, length(details) - 1)",
        "UPDATE tokens SET access_token = CAST(x'02' || substr(access_token, 2) AS BLOB)",
        "UPDATE tokens SET access_token = CAST(access_token || x'00' AS BLOB)",
    ])
    func aChangedTokenIsDamaged(_ sql: String) async throws {
        let (folder, key, database) = try await prepared()
        try database.run(sql + " WHERE profile = 'default'")
        let vault = Vault(path: folder.store, key: key)
        let error = await failure { _ = try await vault.token(for: .google) }
        #expect(error?.kind == .store)
        #expect(error?.message.contains("was damaged or changed from outside") == true)
        #expect(error?.connection == "google")
        // The other row is as readable as before, and a new login repairs this one.
        #expect(try await vault.token(for: Self.work) == .sample("two"))
        #expect(try await vault.records().map(\.key) == [Self.work])
        #expect(try await vault.entries().map { (try? $0.token.get()) == nil } == [true, false])
        try await vault.save(.sample("new"), for: .google)
        #expect(try await vault.token(for: .google) == .sample("new"))
    }

    @Test(arguments: ["connection", "profile", "provider", "client_id"])
    func aMovedTokenIsDamaged(_ column: String) async throws {
        let (folder, key, database) = try await prepared()
        try database.run("UPDATE tokens SET \(column) = 'moved' WHERE profile = 'default'")
        let moved: TokenKey =
            switch column {
            case "connection": .google.with(connection: "moved")
            case "profile": .google.with(profile: "moved")
            case "provider": .google.with(provider: "moved")
            default: .google.with(clientID: "moved")
            }
        let vault = Vault(path: folder.store, key: key)
        let error = await failure { _ = try await vault.token(for: moved) }
        #expect(error?.message.contains("was damaged or changed from outside") == true)
        #expect(try await vault.remove(moved))
    }

    @Test(arguments: [
        "UPDATE secrets SET value = (SELECT value FROM secrets WHERE name = 'B')",
        "UPDATE secrets SET value = (SELECT access_token FROM tokens)", "UPDATE secrets SET value = x'0102'",
    ])
    func aChangedSecretIsDamaged(_ sql: String) async throws {
        let (folder, key, database) = try await prepared()
        try database.run(sql + " WHERE name = 'A'")
        let vault = Vault(path: folder.store, key: key)
        let error = await failure { _ = try vault.secret(named: "A") }
        #expect(error?.message.contains("the stored secret A in \(folder.store) was damaged") == true)
        #expect(try vault.secret(named: "B")?.reveal() == "two")
    }

    @Test(arguments: [
        "UPDATE documents SET value = (SELECT value FROM documents WHERE name = 'b')",
        "UPDATE documents SET kind = 'jwks'", "UPDATE documents SET expires_at = expires_at + 1",
        "UPDATE documents SET expires_at = NULL", "UPDATE documents SET value = x''",
        "UPDATE documents SET value = (SELECT value FROM secrets WHERE name = 'A')",
    ])
    func aChangedDocumentIsDamaged(_ sql: String) async throws {
        let (folder, key, database) = try await prepared()
        let vault = Vault(path: folder.store, key: key)
        let end = Date() + 3600
        for name in ["a", "b"] {
            try await vault.save(Redacted(Array(name.utf8)), as: DocumentKey(.registration, name), expiresAt: end)
        }
        try database.run(sql + " WHERE name = 'a'")
        let kind: DocumentKey.Kind = sql.contains("SET kind") ? .jwks : .registration
        let error = await failure { _ = try await vault.document(DocumentKey(kind, "a"), now: Date()) }
        #expect(error?.kind == .store)
        #expect(error?.message.contains("was damaged or changed from outside") == true)
        #expect(try await vault.document(DocumentKey(.registration, "b"), now: Date())?.reveal() == Array("b".utf8))
    }

    /// The key's record is what keeps us from sealing with another key, or with one that is cheap to guess.
    @Test(arguments: [
        "DELETE FROM meta", "UPDATE meta SET value = x'00'",
        "INSERT INTO meta VALUES ('key_derivation', CAST('$scrypt$ln=1,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==' AS BLOB))",
    ])
    func aChangedKeyRecordStopsEverything(_ sql: String) async throws {
        let (folder, key, database) = try await prepared()
        try database.run(sql)
        for use in WrongKeyTests.uses {
            let error = await failure { try await use(Vault(path: folder.store, key: key)) }
            #expect(error?.kind == .store)
        }
        #expect(try database.integer("SELECT count(*) FROM tokens") == 2)
    }
}

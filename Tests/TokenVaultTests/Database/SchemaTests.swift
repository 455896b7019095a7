import OAuthCore
import SQLiteDatabase
import Testing

@testable import TokenVault

@Suite struct SchemaTests {
    private func open(_ folder: TemporaryFolder) throws -> Database {
        if try Files.kind(of: folder.store) == .missing { try Files.createFile(folder.store) }
        return try Database(path: folder.store, busyTimeout: .seconds(1))
    }

    private let version = Int64(Schema.current.migrations.count)
    private let next = Schema(migrations: Schema.current.migrations + ["CREATE TABLE state (name TEXT PRIMARY KEY)"])

    @Test func makesTheTables() throws {
        let folder = try TemporaryFolder()
        let database = try open(folder)
        try database.adopt(.current, busyTimeout: .seconds(1))
        #expect(try database.integer("PRAGMA user_version") == Int64(Schema.current.migrations.count))
        #expect(try database.rows("PRAGMA journal_mode") { $0.text(0) } == ["wal"])
        #expect(try database.integer("PRAGMA synchronous") == 2)
        let tables = try database.rows("SELECT name FROM sqlite_schema ORDER BY name") { $0.text(0) }
        #expect(tables == ["cache", "cache_bodies", "documents", "meta", "secrets", "tokens"])
    }

    @Test func connectionsRaceToMakeThem() async throws {
        for _ in 0..<10 {
            let folder = try TemporaryFolder()
            try Files.createFile(folder.store)
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        let database = try Database(path: folder.store, busyTimeout: .seconds(10))
                        try database.adopt(.current, busyTimeout: .seconds(10))
                    }
                }
                try await group.waitForAll()
            }
            #expect(try open(folder).integer("PRAGMA user_version") == version)
        }
    }

    @Test func settingsHoldForEveryConnection() throws {
        let folder = try TemporaryFolder()
        try open(folder).adopt(.current, busyTimeout: .seconds(1))
        let database = try open(folder)
        try database.adopt(.current, busyTimeout: .seconds(1))
        #expect(try database.integer("PRAGMA synchronous") == 2)
        #expect(try database.integer("PRAGMA foreign_keys") == 1)
        #expect(try database.integer("PRAGMA trusted_schema") == 0)
    }

    @Test func bringsAnOlderStoreUpToDate() async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let old = Vault(path: folder.store, key: key)
        try await old.save(.sample(), for: .google)
        let new = Vault(path: folder.store, key: key, schema: next, busyTimeout: .seconds(1), lockTimeout: .seconds(1))
        #expect(try await new.token(for: .google) == .sample())
        #expect(try open(folder).integer("PRAGMA user_version") == version + 1)
    }

    /// A store as the first version wrote it.
    @Test func theFirstFormatIsStillRead() async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let first = Schema(migrations: Array(Schema.current.migrations.prefix(1)))
        let database = try open(folder)
        try database.adopt(first, busyTimeout: .seconds(1))
        let established = try key.establish()
        try KeyRecord(established).write(to: database)
        let sealed = try SealedToken(.sample(), for: .google, with: Sealer(established.key))
        try database.run(
            "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            [
                .text("google"), .text("default"), .text(TokenKey.google.provider), .text(TokenKey.google.clientID),
                .blob(sealed.accessToken), .blob(sealed.refreshToken), .blob(sealed.idToken), .blob(sealed.details),
            ])
        let new = Vault(path: folder.store, key: key)
        #expect(try await new.token(for: .google) == .sample())
        try await new.save(Redacted([1]), as: DocumentKey(.jwks, "x"), expiresAt: nil)
        #expect(try database.integer("PRAGMA user_version") == version)
    }

    @Test func refusesANewerStoreAndLeavesIt() async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let new = Vault(path: folder.store, key: key, schema: next, busyTimeout: .seconds(1), lockTimeout: .seconds(1))
        try await new.save(.sample(), for: .google)
        try await new.close()
        let before = try folder.bytes("store.sqlite")
        let old = Vault(path: folder.store, key: key)
        let error = await failure { try await old.save(.sample("two"), for: .google) }
        #expect(error?.kind == .store)
        #expect(
            error?.message.contains("has format \(version + 1), and this oauthlua knows formats up to \(version)")
                == true)
        #expect(try folder.bytes("store.sqlite").elementsEqual(before))
    }

    @Test func aFailedStepLeavesTheOldTables() throws {
        let folder = try TemporaryFolder()
        try open(folder).adopt(.current, busyTimeout: .seconds(1))
        let broken = Schema(migrations: next.migrations + ["CREATE TABLE tokens (x)"])
        let database = try open(folder)
        #expect(throws: DatabaseError.self) { try database.adopt(broken, busyTimeout: .seconds(1)) }
        #expect(try database.integer("PRAGMA user_version") == version)
        #expect(try database.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'state'") == 0)
    }

    @Test(arguments: [
        "CREATE TABLE bookmarks (url)", "PRAGMA user_version = 1", "PRAGMA application_id = 7; CREATE TABLE a (b)",
    ])
    func leavesOtherProgramsAlone(_ sql: String) async throws {
        let folder = try TemporaryFolder()
        try open(folder).execute(sql)
        let before = try folder.bytes("store.sqlite")
        chmod644(folder.store)
        let vault = Vault(path: folder.store, key: try .sample(in: folder))
        let error = await failure { try await vault.save(.sample(), for: .google) }
        #expect(error?.message == "\(folder.store) is a database of another program")
        #expect(try folder.bytes("store.sqlite").elementsEqual(before))
        #expect(try mode(folder.store) == 0o644)
    }

    @Test func valuesComeBackAsTheyWere() throws {
        let folder = try TemporaryFolder()
        let database = try open(folder)
        try database.execute("CREATE TABLE t (a, b, c, d, e)")
        try database.run(
            "INSERT INTO t VALUES (?, ?, ?, ?, ?)",
            [.text("a\0b é"), .blob([]), .blob([0, 255]), .integer(.min), .null])
        let row = try #require(
            try database.rows("SELECT * FROM t") {
                ($0.text(0), $0.blob(1), $0.blob(2), $0.integer(3), $0.blob(4))
            }.first)
        #expect(row.0 == "a\0b é" && row.1 == [] && row.2 == [0, 255] && row.3 == .min && row.4 == nil)
    }
}

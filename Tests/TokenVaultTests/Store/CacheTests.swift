import Foundation
import OAuthCore
import SQLiteDatabase
import Testing

@testable import TokenVault

@Suite struct CacheTests {
    private static func key(_ url: String, _ owner: CacheKey.Owner = .login(.google)) -> CacheKey {
        CacheKey(owner: owner, request: Redacted(["GET", url]))
    }

    private static func entry(_ head: String, size: Int = 10) -> CacheEntry {
        CacheEntry(head: Redacted(Array(head.utf8)), body: Redacted([UInt8](repeating: 7, count: size)))
    }

    private func vault(_ folder: TemporaryFolder) throws -> Vault {
        Vault(path: folder.store, key: try .sample(in: folder))
    }

    private func head(_ vault: Vault, _ key: CacheKey) async throws -> String? {
        try await vault.cachedHead(key).map { String(decoding: $0.reveal(), as: UTF8.self) }
    }

    @Test func opensNothingToRead() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: .own(folder.path + "/key"))
        #expect(try await vault.cachedHead(Self.key("a")) == nil)
        #expect(try await vault.cachedEntry(Self.key("a")) == nil)
        try await vault.removeAllCached(of: .login(.google))
        #expect(try folder.names().isEmpty)
    }

    @Test func givesBackWhatWasSaved() async throws {
        let folder = try TemporaryFolder()
        let first = try vault(folder)
        try await first.save(Self.entry("old"), as: Self.key("a"))
        try await first.save(Self.entry("new", size: 0), as: Self.key("a"))
        let second = try vault(folder)
        #expect(try await head(second, Self.key("a")) == "new")
        #expect(try await second.cachedEntry(Self.key("a"))?.body.reveal() == [])
        for other in [
            Self.key("b"), Self.key("a", .nobody(profile: "default")),
            Self.key("a", .login(TokenKey.google.with(profile: "p"))),
            Self.key("a", .login(TokenKey.google.with(clientID: "c"))),
        ] {
            #expect(try await head(second, other) == nil)
        }
    }

    @Test func aNewHeadKeepsTheBody() async throws {
        let folder = try TemporaryFolder()
        let vault = try vault(folder)
        try await vault.save(Self.entry("old", size: 3), as: Self.key("a"))
        try await vault.saveHead(Redacted(Array("new".utf8)), as: Self.key("a"))
        let entry = try #require(try await vault.cachedEntry(Self.key("a")))
        #expect(entry.head.reveal() == Array("new".utf8))
        #expect(entry.body.reveal() == [7, 7, 7])
        // There is nothing to give a head to.
        try await vault.saveHead(Redacted([1]), as: Self.key("b"))
        #expect(try await vault.cachedHead(Self.key("b")) == nil)
    }

    @Test func whatWasNotUsedForLongestGoes() async throws {
        let folder = try TemporaryFolder()
        let vault = try vault(folder)
        for name in ["a", "b", "c"] {
            try await vault.save(Self.entry(name, size: 1000), as: Self.key(name), limit: 3500)
            try await Task.sleep(for: .milliseconds(5))
        }
        _ = try await vault.cachedEntry(Self.key("a"))
        try await Task.sleep(for: .milliseconds(5))
        try await vault.saveHead(Redacted([1]), as: Self.key("b"))
        try await Task.sleep(for: .milliseconds(5))
        try await vault.save(Self.entry("d", size: 1000), as: Self.key("d"), limit: 3500)
        var left: [String] = []
        for name in ["a", "b", "c", "d"] where try await vault.cachedHead(Self.key(name)) != nil { left.append(name) }
        #expect(left == ["a", "b", "d"])
        let database = try Database(path: folder.store, busyTimeout: .seconds(1))
        #expect(try database.integer("SELECT count(*) FROM cache_bodies") == 3)
        // One that is larger than everything is not kept, and takes all others along.
        try await vault.save(Self.entry("e", size: 4000), as: Self.key("e"), limit: 3500)
        #expect(try database.integer("SELECT count(*) FROM cache") == 0)
    }

    @Test func anOwnersEntriesGoTogether() async throws {
        let folder = try TemporaryFolder()
        let vault = try vault(folder)
        let other = CacheKey.Owner.login(TokenKey.google.with(profile: "work"))
        try await vault.save(Self.entry("1"), as: Self.key("a"))
        try await vault.save(Self.entry("2"), as: Self.key("b"))
        try await vault.save(Self.entry("3"), as: Self.key("a", other))
        try await vault.removeAllCached(of: .login(.google))
        #expect(try await head(vault, Self.key("a")) == nil)
        #expect(try await head(vault, Self.key("b")) == nil)
        #expect(try await head(vault, Self.key("a", other)) == "3")
        try await vault.removeCached(Self.key("a", other))
        #expect(try await head(vault, Self.key("a", other)) == nil)
    }

    @Test func writesNoPlainText() async throws {
        let folder = try TemporaryFolder()
        let vault = try vault(folder)
        let body = Array("the mail of somebody".utf8)
        try await vault.save(
            CacheEntry(head: Redacted(Array("etag-5f2e".utf8)), body: Redacted(body)),
            as: Self.key("https://api.example/?token=secret-91bc"))
        try await vault.close()
        for name in try folder.names() {
            let text = String(decoding: try folder.bytes(name), as: UTF8.self)
            for word in ["the mail", "etag-5f2e", "secret-91bc", "api.example", "client-1"] {
                #expect(!text.contains(word), "\(name) has \(word)")
            }
        }
    }

    /// Damage, and an entry that was moved to another key, are as good as nothing, and go.
    @Test(arguments: [
        "UPDATE cache SET head = x'0102'", "UPDATE cache_bodies SET body = x'01'",
        "UPDATE cache SET head = (SELECT head FROM cache ORDER BY size LIMIT 1)",
    ])
    func damageIsNoEntry(_ sql: String) async throws {
        let folder = try TemporaryFolder()
        let vault = try vault(folder)
        try await vault.save(Self.entry("small", size: 1), as: Self.key("small"))
        try await vault.save(Self.entry("large", size: 100), as: Self.key("large"))
        let database = try Database(path: folder.store, busyTimeout: .seconds(1))
        try database.execute(sql)
        #expect(try await vault.cachedEntry(Self.key("large")) == nil)
        #expect(try await vault.cachedHead(Self.key("large")) == nil)
    }

    /// Nobody waits for a cache.
    @Test func aBusyStoreIsNotWaitedFor() async throws {
        let folder = try TemporaryFolder()
        let vault = try vault(folder)
        try await vault.save(Self.entry("a"), as: Self.key("a"))
        let other = try Database(path: folder.store, busyTimeout: .seconds(1))
        try other.execute("BEGIN IMMEDIATE")
        let start = ContinuousClock.now
        #expect(try await head(vault, Self.key("a")) == "a")
        #expect(try await vault.cachedEntry(Self.key("a")) != nil)
        let error = await failure { try await vault.save(Self.entry("b"), as: Self.key("b")) }
        #expect(error?.kind == .store)
        #expect(ContinuousClock.now - start < .seconds(8))
        try other.execute("ROLLBACK")
        // What is not a cache is as durable and patient as before.
        try await vault.save(.sample(), for: .google)
        #expect(try await vault.token(for: .google) == .sample())
    }

    /// A store as the version before the cache wrote it.
    @Test func aStoreOfTheSecondFormatGetsOne() async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let second = Schema(migrations: Array(Schema.current.migrations.prefix(2)))
        try Files.createFile(folder.store)
        let database = try Database(path: folder.store, busyTimeout: .seconds(1))
        try database.adopt(second, busyTimeout: .seconds(1))
        let established = try key.establish()
        try KeyRecord(established).write(to: database)
        let document = DocumentKey(.jwks, "https://x.example")
        try database.run(
            "INSERT INTO documents (kind, name, value, updated_at) VALUES (?, ?, ?, 0)",
            [
                .text("jwks"), .text(document.name),
                .blob(try Sealer(established.key).seal(bytes: Redacted([5]), for: .document(document, expiresAt: nil))),
            ])
        let vault = Vault(path: folder.store, key: key)
        #expect(try await vault.document(document, now: Date())?.reveal() == [5])
        try await vault.save(Self.entry("a"), as: Self.key("a"))
        #expect(try await head(vault, Self.key("a")) == "a")
        #expect(try database.integer("PRAGMA user_version") == Int64(Schema.current.migrations.count))
    }
}

import Foundation
import OAuthCore
import SQLiteDatabase
import Testing

@testable import TokenVault

@Suite struct DocumentTests {
    private static let google = DocumentKey(.discovery, "https://accounts.google.com")
    private let now = Date()

    @Test func opensNothingToRead() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: .own(folder.path + "/key"))
        #expect(try await vault.document(Self.google, now: now) == nil)
        try await vault.removeDocument(Self.google)
        #expect(try folder.names().isEmpty)
    }

    @Test(arguments: [[], [0, 255, 128], Array("{\"issuer\": \"ü\"}".utf8)] as [[UInt8]])
    func givesBackWhatWasSaved(_ bytes: [UInt8]) async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let vault = Vault(path: folder.store, key: key)
        try await vault.save(Redacted(bytes), as: Self.google, expiresAt: nil)
        let other = Vault(path: folder.store, key: key)
        #expect(try await other.document(Self.google, now: now + 1e9)?.reveal() == bytes)
        #expect(try await other.document(DocumentKey(.jwks, Self.google.name), now: now) == nil)
        #expect(try await other.document(DocumentKey(.discovery, "https://other.example"), now: now) == nil)
        try await other.removeDocument(Self.google)
        #expect(try await vault.document(Self.google, now: now) == nil)
    }

    @Test func replaces() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: try .sample(in: folder))
        try await vault.save(Redacted([1]), as: Self.google, expiresAt: now + 60)
        try await vault.save(Redacted([2]), as: Self.google, expiresAt: nil)
        #expect(try await vault.document(Self.google, now: now + 120)?.reveal() == [2])
    }

    @Test func endsWhenItShould() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: try .sample(in: folder))
        let whole = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded())
        try await vault.save(Redacted([1]), as: Self.google, expiresAt: whole + 60)
        #expect(try await vault.document(Self.google, now: whole + 59)?.reveal() == [1])
        #expect(try await vault.document(Self.google, now: whole + 60) == nil)
    }

    @Test func whatHasEndedIsRemoved() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: try .sample(in: folder))
        for (name, end) in [("past", now - 10), ("future", now + 600), ("ever", nil)] {
            try await vault.save(Redacted([1]), as: DocumentKey(.jwks, name), expiresAt: end)
        }
        try await vault.save(Redacted([1]), as: Self.google, expiresAt: .distantFuture)
        let database = try Database(path: folder.store, busyTimeout: .seconds(1))
        #expect(
            try database.rows("SELECT name FROM documents ORDER BY name") { $0.text(0) }
                == ["ever", "future", Self.google.name])
    }

    @Test func writesNoPlainText() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: try .sample(in: folder))
        let secret = Array("registration-secret-5f2e".utf8)
        try await vault.save(Redacted(secret), as: DocumentKey(.registration, "google"), expiresAt: nil)
        try await vault.close()
        for name in try folder.names() {
            #expect(!String(decoding: try folder.bytes(name), as: UTF8.self).contains("registration-secret"))
        }
    }

    @Test func aDamagedStateSaysHowToBeginAnew() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: try .sample(in: folder))
        let key = DocumentKey(.state, "/home/a.lua (profile default)")
        try await vault.save(Redacted([1]), as: key, expiresAt: nil)
        try Database(path: folder.store, busyTimeout: .seconds(1)).execute("UPDATE documents SET value = x'0102'")
        let error = await failure { _ = try await vault.document(key, now: now) }
        #expect(error?.message.contains("the state of /home/a.lua (profile default)") == true)
        #expect(error?.advice?.contains("oauthlua state clear") == true)
    }

    @Test func documentsAndTokensHaveLocksOfTheirOwn() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: .own(folder.path + "/key"))
        let entered = try await vault.withLock(on: Self.google) {
            try await vault.withLock(on: DocumentKey(.registration, Self.google.name)) {
                try await vault.withLock(on: TokenKey.google) { true }
            }
        }
        #expect(entered)
    }

    @Test func aHeldLockIsNamed() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(
            path: folder.store, key: .own(folder.path + "/key"), schema: .current, busyTimeout: .seconds(1),
            lockTimeout: .milliseconds(50))
        let holder = Vault(path: folder.store, key: .own(folder.path + "/key"))
        let error = try await holder.withLock(on: Self.google) {
            await failure { try await vault.withLock(on: Self.google) {} }
        }
        #expect(error?.message.contains("has kept the discovery document of \(Self.google.name) locked") == true)
    }
}

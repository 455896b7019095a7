import Foundation
import OAuthCore
import Testing

@testable import TokenVault

@Suite struct VaultTests {
    @Test func opensNothingUntilTheFirstSave() async throws {
        let folder = try TemporaryFolder()
        let location = try StoreLocation.resolve(environment: ["OAUTHLUA_HOME": folder.path + "/home"])
        let vault = Vault(at: location, environment: [:])
        #expect(try await vault.token(for: .google) == nil)
        #expect(try await vault.records().isEmpty)
        #expect(try await !vault.remove(.google))
        #expect(try vault.secret(named: "x") == nil)
        #expect(try await vault.secretNames().isEmpty)
        #expect(try folder.names().isEmpty)

        try await vault.save(.sample(), for: .google)
        #expect(vault.location == folder.path + "/home/store.sqlite")
        #expect(try mode(folder.path + "/home") == 0o700)
        #expect(try mode(folder.path + "/home/key") == 0o600)
        for suffix in ["", "-wal", "-shm"] { #expect(try mode(vault.location + suffix) == 0o600) }
    }

    @Test func givesBackWhatWasSaved() async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let bare = Token(accessToken: Redacted("a\0ü"), type: "mac", obtainedAt: Date(timeIntervalSince1970: 0.1))
        let vault = Vault(path: folder.store, key: key)
        try await vault.save(.sample(), for: .google)
        try await vault.save(bare, for: .google.with(profile: "work"))
        #expect(try await vault.token(for: .google) == .sample())

        let other = Vault(path: folder.store, key: key)
        #expect(try await other.token(for: .google) == .sample())
        #expect(try await other.token(for: .google.with(profile: "work")) == bare)
        for key in [
            TokenKey.google.with(connection: "x"), .google.with(profile: "x"), .google.with(provider: "x"),
            .google.with(clientID: "x"),
        ] { #expect(try await other.token(for: key) == nil) }
        let records = try await other.records()
        #expect(records.map(\.key) == [.google, .google.with(profile: "work")])
        #expect(records.map(\.token) == [.sample(), bare])
    }

    @Test func replacesAndRemoves() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: try .sample(in: folder))
        try await vault.save(.sample(), for: .google)
        try await vault.save(.sample("two"), for: .google)
        #expect(try await vault.token(for: .google) == .sample("two"))
        #expect(try await vault.remove(.google))
        #expect(try await !vault.remove(.google))
        #expect(try await vault.token(for: .google) == nil)
    }

    @Test func writesNoPlainText() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: try .sample(in: folder))
        try await vault.save(.sample(), for: .google)
        try await vault.setSecret(Redacted("client-secret-42"), named: "GOOGLE_CLIENT_SECRET")
        func search() throws {
            for name in try folder.names() where name.hasPrefix("store.sqlite") && !name.hasSuffix(".locks") {
                let bytes = Data(try folder.bytes(name))
                for secret in ["access-one", "refresh-one", "identity-one", "calendar.readonly", "client-secret-42"] {
                    #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(name)")
                }
            }
        }
        try search()
        try await vault.close()
        try search()
        // The search does find what is there.
        #expect(Data(try folder.bytes("store.sqlite")).range(of: Data("GOOGLE_CLIENT_SECRET".utf8)) != nil)
    }

    @Test func closesPermissionsThatAreTooOpen() async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        try await Vault(path: folder.store, key: key).save(.sample(), for: .google)
        chmod644(folder.store)
        chmod(folder.path, 0o755)
        let vault = Vault(path: folder.store, key: key)
        _ = try await vault.token(for: .google)
        for suffix in ["", "-wal", "-shm"] { #expect(try mode(folder.store + suffix) == 0o600) }
        #expect(try mode(folder.path) == 0o755)
    }

    @Test func manyTasksAndVaultsSaveAtOnce() async throws {
        let folder = try TemporaryFolder()
        let key = KeySource.own(folder.path + "/key")
        let vaults = (0..<5).map { _ in Vault(path: folder.store, key: key) }
        try await withThrowingTaskGroup { group in
            for number in 0..<50 {
                group.addTask {
                    let key = TokenKey.google.with(profile: "p\(number)")
                    try await vaults[number % 5].save(.sample("\(number)"), for: key)
                }
            }
            try await group.waitForAll()
        }
        let fresh = Vault(path: folder.store, key: key)
        #expect(try await fresh.records().count == 50)
        for number in 0..<50 {
            #expect(try await fresh.token(for: .google.with(profile: "p\(number)")) == .sample("\(number)"))
        }
    }

    @Test func prepareMakesEverythingASaveNeeds() async throws {
        let folder = try TemporaryFolder()
        try await Vault(path: folder.path + "/a/b/store.sqlite", key: .own(folder.path + "/c/key")).prepare()
        #expect(try mode(folder.path + "/a/b/store.sqlite") == 0o600)
        #expect(try mode(folder.path + "/c/key") == 0o600)
    }

    @Test func keepsSecrets() async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let vault = Vault(path: folder.store, key: key)
        try await vault.setSecret(Redacted("one"), named: "B")
        try await vault.setSecret(Redacted("two"), named: "A")
        try await vault.setSecret(Redacted("three"), named: "B")
        let other = Vault(path: folder.store, key: key)
        #expect(try other.secret(named: "B")?.reveal() == "three")
        #expect(try other.secret(named: "C") == nil)
        #expect(try await other.secretNames() == ["A", "B"])
        #expect(try await other.removeSecret(named: "B"))
        #expect(try await !other.removeSecret(named: "B"))
        #expect(try vault.secret(named: "B") == nil)
        #expect(try await other.records().isEmpty)
    }

    @Test func aPassphraseOpensWhatItSealed() async throws {
        let folder = try TemporaryFolder()
        let key = KeySource.passphrase(Redacted("correct horse"))
        try await Vault(path: folder.store, key: key).save(.sample(), for: .google)
        #expect(try await Vault(path: folder.store, key: key).token(for: .google) == .sample())
    }
}

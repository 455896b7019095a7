import Foundation
import OAuthCore
import Testing

@testable import TokenVault

@Suite struct WrongKeyTests {
    /// Every way to use a store.
    static let uses: [@Sendable (Vault) async throws -> Void] = [
        { _ = try await $0.token(for: .google) }, { _ = try await $0.token(for: .google.with(profile: "none")) },
        { try await $0.save(.sample("two"), for: .google) }, { try await $0.remove(.google) },
        { _ = try await $0.records() }, { _ = try $0.secret(named: "x") },
        { try await $0.setSecret(Redacted("x"), named: "x") }, { try await $0.prepare() },
        { _ = try await $0.document(DocumentKey(.jwks, "x"), now: Date()) },
        { try await $0.save(Redacted([1]), as: DocumentKey(.jwks, "x"), expiresAt: nil) },
    ]

    @Test func isRecognisedAtOnce() async throws {
        let folder = try TemporaryFolder()
        let right = try KeySource.sample(in: folder, byte: 1)
        try await Vault(path: folder.store, key: right).save(.sample(), for: .google)
        let wrong = try KeySource.sample(in: folder, byte: 2)
        let before = try folder.bytes("store.sqlite")
        for use in Self.uses {
            let error = await failure { try await use(Vault(path: folder.store, key: wrong)) }
            #expect(error?.kind == .store)
            #expect(
                error?.message
                    == "the store \(folder.store) was written with another key than the one from \(wrong.origin)")
        }
        #expect(try folder.bytes("store.sqlite").elementsEqual(before))
        #expect(try await Vault(path: folder.store, key: right).token(for: .google) == .sample())
    }

    @Test func keyAndPassphraseDoNotMix() async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let passphrase = KeySource.passphrase(Redacted("one"))
        try await Vault(path: folder.store, key: key).save(.sample(), for: .google)
        let second = folder.path + "/second.sqlite"
        try await Vault(path: second, key: passphrase).save(.sample(), for: .google)
        let cases = [
            (folder.store, passphrase, "was written with a key"), (second, key, "was written with a passphrase"),
            (second, .passphrase(Redacted("two")), "another key than the one from OAUTHLUA_PASSPHRASE"),
        ]
        for (path, source, words) in cases {
            let error = await failure { _ = try await Vault(path: path, key: source).token(for: .google) }
            #expect(error?.message.contains(words) == true)
        }
    }

    @Test func aLostKeyIsNotReplaced() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/key"
        try await Vault(path: folder.store, key: .own(path)).save(.sample(), for: .google)
        let key = try folder.bytes("key")
        try FileManager.default.removeItem(atPath: path)
        for use in Self.uses {
            let error = await failure { try await use(Vault(path: folder.store, key: .own(path))) }
            #expect(error?.message.contains("the key at \(path) is missing") == true)
        }
        #expect(try Files.kind(of: path) == .missing)
        try Files.createFile(path, containing: key)
        #expect(try await Vault(path: folder.store, key: .own(path)).token(for: .google) == .sample())
    }

    @Test func aFailedKeyIsAskedForAgain() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: .file(folder.path + "/late"))
        #expect(await failure { try await vault.save(.sample(), for: .google) }?.message.contains("no key at") == true)
        try folder.write(KeyFormatTests.key, to: "late")
        try await vault.save(.sample(), for: .google)
        #expect(try await vault.token(for: .google) == .sample())
    }
}

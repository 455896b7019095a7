import Foundation
import OAuthCore
import Testing

@testable import TokenVault

@Suite struct KeySourceTests {
    static let everything = [
        "OAUTHLUA_KEY_FILE": "/f", "OAUTHLUA_KEY_COMMAND": "pass key", "OAUTHLUA_PASSPHRASE": "horse",
        "CREDENTIALS_DIRECTORY": "/run/credentials/job",
    ]

    @Test(arguments: [
        ([], "OAUTHLUA_KEY_FILE (/f)"),
        (["OAUTHLUA_KEY_FILE"], "OAUTHLUA_KEY_COMMAND"),
        (["OAUTHLUA_KEY_FILE", "OAUTHLUA_KEY_COMMAND"], "OAUTHLUA_PASSPHRASE"),
        (
            ["OAUTHLUA_KEY_FILE", "OAUTHLUA_KEY_COMMAND", "OAUTHLUA_PASSPHRASE"],
            "the systemd credential /run/credentials/job/oauthlua.key"
        ),
        (Array(everything.keys), "/c/key"),
    ])
    func takesTheFirstThatIsSet(empty: [String], origin: String) {
        let environment = Self.everything.merging(empty.map { ($0, "") }) { $1 }
        let source = KeySource.resolve(environment: environment, configFolder: "/c") { _ in true }
        #expect(source.origin == origin)
    }

    @Test func passesOverCredentialsThatAreNotOurs() throws {
        let folder = try TemporaryFolder()
        let environment = ["CREDENTIALS_DIRECTORY": folder.path]
        #expect(KeySource.resolve(environment: environment, configFolder: "/c").origin == "/c/key")
        try folder.write([1], to: "oauthlua.key")
        #expect(KeySource.resolve(environment: environment, configFolder: "/c").origin.contains(folder.path))
    }

    @Test func hidesPassphraseAndCommand() {
        for source in [KeySource.passphrase(Redacted("horse")), .command(Redacted("echo horse"))] {
            var dumped = "\(source)"
            dump(source, to: &dumped)
            #expect(!dumped.contains("horse"))
        }
    }

    @Test(arguments: ["raw", "hex", "base64", "world-readable"])
    func readsAKeyFile(_ form: String) async throws {
        let folder = try TemporaryFolder()
        let key = KeyFormatTests.self
        try folder.write(form == "raw" ? key.key : Array((form == "hex" ? key.hex : key.base64).utf8), to: "key")
        if form == "world-readable" { chmod(folder.path + "/key", 0o444) }
        let established = try KeySource.file(folder.path + "/key").establish()
        #expect(established.key.reveal().withUnsafeBytes { Array($0) } == key.key)
        #expect(established.derivation == nil)
    }

    @Test func saysWhatIsWrongWithAKeyFile() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("secret-password".utf8), to: "text")
        try folder.write([], to: "empty")
        let cases = [
            ("text", "is no key"), ("empty", "gave an empty key"), ("missing", "there is no key at"),
            (".", "could not be read"),
        ]
        for (name, words) in cases {
            let error = await failure { _ = try KeySource.file(folder.path + "/" + name).establish() }
            #expect(error?.kind == .store)
            #expect(error?.message.contains(words) == true, "\(name): \(String(describing: error))")
            #expect(error?.message.contains("OAUTHLUA_KEY_FILE") == true)
            #expect(error?.description.contains("secret-password") == false)
        }
    }

    @Test func makesItsOwnKeyOnce() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/config/oauthlua/key"
        let first = try KeySource.own(path).establish().key
        #expect(try mode(path) == 0o600)
        #expect(try mode(folder.path + "/config") == 0o700)
        #expect(try mode(folder.path + "/config/oauthlua") == 0o700)
        #expect(try KeySource.own(path).establish().key == first)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/config/oauthlua") == ["key"])
    }

    @Test func racersEndWithOneKey() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/key"
        let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<40 {
                group.addTask { try KeySource.own(path).establish().key.reveal().withUnsafeBytes { Array($0) } }
            }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
        #expect(try folder.names() == ["key"])
    }

    @Test(arguments: [0o640, 0o604, 0o660])
    func refusesItsOwnKeyWhenOthersCanReadIt(_ bits: Int) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/key"
        _ = try KeySource.own(path).establish()
        chmod(path, mode_t(bits))
        let error = await failure { _ = try KeySource.own(path).establish() }
        #expect(error?.kind == .store)
        #expect(error?.advice?.contains("chmod 600 \(path)") == true)
        #expect(try mode(path) == bits)
    }
}

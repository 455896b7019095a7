import Foundation
import OAuthCore
import SQLiteDatabase
import Testing

@testable import TokenVault

@Suite struct FailureTests {
    @Test(arguments: [
        Array(
            "this is not a database, and no short text either, but as long as a header of one must be at the least".utf8
        ),
        Array("short".utf8), [UInt8](repeating: 0, count: 8192),
    ])
    func aFileThatIsNoStoreStaysAsItIs(_ bytes: [UInt8]) async throws {
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "store.sqlite")
        chmod644(folder.store)
        let key = KeySource.own(folder.path + "/key")
        for use in WrongKeyTests.uses {
            let error = await failure { try await use(Vault(path: folder.store, key: key)) }
            #expect(error?.kind == .store)
            #expect(error?.message == "the store \(folder.store) is damaged or not a store at all")
        }
        #expect(try folder.bytes("store.sqlite").elementsEqual(bytes))
        #expect(try mode(folder.store) == 0o644)
        #expect(try folder.names() == ["store.sqlite"])
    }

    @Test(arguments: ["cut", "overwritten"])
    func aDamagedStoreIsNoticedAndLeft(_ damage: String) async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let vault = Vault(path: folder.store, key: key)
        for number in 0..<60 { try await vault.save(.sample("\(number)"), for: .google.with(profile: "p\(number)")) }
        try await vault.close()
        var bytes = try folder.bytes("store.sqlite")
        // Every page but the first two: the schema and what is found before the tokens.
        if damage == "cut" {
            bytes.removeLast(bytes.count - 3 * 4096)
        } else {
            for index in (3 * 4096)..<bytes.count { bytes[index] = 0xa5 }
        }
        try folder.write(bytes, to: "store.sqlite")
        let error = await failure { _ = try await Vault(path: folder.store, key: key).records() }
        #expect(error?.kind == .store)
        #expect(error?.message.contains("is damaged") == true)
        #expect(try folder.bytes("store.sqlite").elementsEqual(bytes))
    }

    @Test func aFolderIsNoStore() async throws {
        let folder = try TemporaryFolder()
        let error = await failure {
            try await Vault(path: folder.path, key: .own("/none")).save(.sample(), for: .google)
        }
        #expect(error?.kind == .store)
        #expect(error?.message == "the store \(folder.path) is a folder")
        mkfifo(folder.path + "/pipe", 0o600)
        let pipe = Vault(path: folder.path + "/pipe", key: .own("/none"))
        #expect(
            await failure { _ = try await pipe.token(for: .google) }?.message.contains("not a regular file") == true)
    }

    @Test func aFolderThatCannotBeMade() async throws {
        let folder = try TemporaryFolder()
        try folder.write([], to: "file")
        let path = folder.path + "/file/below/store.sqlite"
        let vault = Vault(path: path, key: .own(folder.path + "/key"))
        let error = await failure { try await vault.save(.sample(), for: .google) }
        #expect(error?.kind == .store)
        #expect(error?.message.contains(path) == true)
        #expect(error?.message.contains("Not a directory") == true)
        let locked = await failure { try await vault.withLock(on: .google) {} }
        #expect(locked?.kind == .store)
        #expect(try folder.names() == ["file"])
    }

    @Test func aStoreInUseForTooLong() async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let vault = Vault(path: folder.store, key: key, busyTimeout: .milliseconds(50))
        try await vault.save(.sample(), for: .google)
        let other = try Database(path: folder.store, busyTimeout: .zero)
        try other.execute("BEGIN IMMEDIATE")
        let error = await failure { try await vault.save(.sample("two"), for: .google) }
        #expect(error?.kind == .store)
        #expect(error?.message.contains("in use by another program for too long") == true)
        // Readers never wait for a writer.
        #expect(try await vault.token(for: .google) == .sample())
        try other.execute("ROLLBACK")
        try await vault.save(.sample("two"), for: .google)
        #expect(try await vault.token(for: .google) == .sample("two"))
    }

    @Test(.enabled(if: Mount.isPossible, "needs the right to mount a file system"))
    func aFullDiskKeepsTheOldToken() async throws {
        let disk = try Mount(size: 512 << 10)
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let vault = Vault(path: disk.store, key: key)
        try await vault.save(.sample(), for: .google)
        var large = Token.sample("large")
        large.accessToken = Redacted(String(repeating: "x", count: 1 << 20))
        let token = large
        let error = await failure { try await vault.save(token, for: .google) }
        #expect(error?.kind == .store)
        #expect(error?.message.contains("no space is left") == true)
        #expect(try await vault.token(for: .google) == .sample())
        // The vault goes on, and so does the next process.
        try await vault.save(.sample("two"), for: .google)
        #expect(try await Vault(path: disk.store, key: key).token(for: .google) == .sample("two"))
    }

    @Test(.enabled(if: Mount.isPossible, "needs the right to mount a file system"))
    func aDiskThatIsFullFromTheStart() async throws {
        let disk = try Mount(size: 512 << 10)
        try disk.fill()
        let vault = Vault(path: disk.path + "/store.sqlite", key: .own(disk.path + "/key"))
        let error = await failure { try await vault.save(.sample(), for: .google) }
        #expect(error?.kind == .store)
        #expect(error?.message.contains("no space is left") == true)
        try FileManager.default.removeItem(atPath: disk.path + "/filler")
        try await vault.save(.sample(), for: .google)
        #expect(try await vault.token(for: .google) == .sample())
    }

    @Test(.enabled(if: geteuid() != 0, "permissions do not stop a superuser"))
    func aFolderThatMayNotBeWritten() async throws {
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let first = Vault(path: folder.store, key: key)
        try await first.save(.sample(), for: .google)
        try await first.close()
        chmod(folder.path, 0o500)
        defer { chmod(folder.path, 0o700) }
        let error = await failure { try await Vault(path: folder.store, key: key).save(.sample("two"), for: .google) }
        #expect(error?.kind == .store)
        #expect(error?.message == "the store \(folder.store) or its folder may not be written")
        let lock = await failure { try await Vault(path: folder.store, key: key).withLock(on: .google) {} }
        #expect(lock?.kind == .store)
        chmod(folder.path, 0o700)
        #expect(try await Vault(path: folder.store, key: key).token(for: .google) == .sample())
    }

    @Test(.enabled(if: Mount.isPossible, "needs the right to mount a file system"))
    func aReadOnlyDisk() async throws {
        let disk = try Mount(size: 1 << 20)
        let folder = try TemporaryFolder()
        let key = try KeySource.sample(in: folder)
        let first = Vault(path: disk.store, key: key)
        try await first.save(.sample(), for: .google)
        try await first.close()
        let before = try disk.folder.bytes("store.sqlite")
        try disk.makeReadOnly()
        let vault = Vault(path: disk.store, key: key)
        let fresh = Vault(path: disk.path + "/new/store.sqlite", key: .own(disk.path + "/key"))
        let errors = [
            await failure { try await vault.save(.sample("two"), for: .google) },
            await failure { try await fresh.save(.sample(), for: .google) },
            await failure { try await vault.withLock(on: .google) {} },
            await failure { _ = try KeySource.own(disk.path + "/key").establish() },
        ]
        for error in errors {
            #expect(error?.kind == .store)
            #expect(error?.advice?.contains("rit") == true, "\(String(describing: error))")
        }
        #expect(errors[0]?.message == "the store \(disk.store) or its folder may not be written")
        #expect(try disk.folder.bytes("store.sqlite").elementsEqual(before))
    }
}

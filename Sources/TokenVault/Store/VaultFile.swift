import OAuthCore
import SQLiteDatabase
import Synchronization

/// The store's file and its key, each opened when first needed. Blocking, and used by one thread at a time.
final class VaultFile {
    let path: String
    private let source: KeySource
    private let schema: Schema
    private let busyTimeout: Duration
    private var database: Database?
    private var sealer: Sealer?
    /// What the entries of the cache take at most, in bytes, by what this process knows; nil before it was needed.
    var cacheSize: Int?

    /// Creating and opening happen one at a time in a process: closing any descriptor of a file drops every `fcntl`
    /// lock that the process has on it, also those of another vault's connection.
    private static let opening = Mutex(())

    init(path: String, key: KeySource, schema: Schema, busyTimeout: Duration) {
        self.path = path
        self.source = key
        self.schema = schema
        self.busyTimeout = busyTimeout
    }

    /// What reading takes: nil where nothing was ever stored, and then neither file nor key is made.
    func reading() throws -> (database: Database, sealer: Sealer)? {
        guard let database = try opened(creating: false), let sealer = try unlocked(database) else { return nil }
        return (database, sealer)
    }

    /// What writing takes; makes the file and the key where they are missing.
    func writing() throws -> (database: Database, sealer: Sealer) {
        guard let database = try opened(creating: true) else { throw StoreFailure.readOnly(path) }
        if let sealer = try unlocked(database) { return (database, sealer) }
        // A passphrase takes its time and a command even more: not in the transaction.
        let established = try source.establish()
        try database.transaction {
            guard try KeyRecord(in: database) == nil else { return }
            try KeyRecord(established).write(to: database)
        }
        // Read back, since another process may have been quicker, with another key perhaps.
        guard let sealer = try unlocked(database) else { throw StoreFailure.damaged(path) }
        return (database, sealer)
    }

    func close() {
        database = nil
        sealer = nil
        cacheSize = nil
    }

    private func unlocked(_ database: Database) throws -> Sealer? {
        if let sealer { return sealer }
        guard let record = try unsealing(else: StoreFailure.damaged(path), { try KeyRecord(in: database) }) else {
            return nil
        }
        let key = try source.key(derivation: record.derivation, store: path)
        guard record.matches(key) else { throw StoreFailure.wrongKey(store: path, origin: source.origin) }
        sealer = Sealer(key)
        return sealer
    }

    private func opened(creating: Bool) throws -> Database? {
        if let database { return database }
        database = try Self.opening.withLock { _ in
            guard try exists(creating: creating) else { return nil }
            let database = try Database(path: path, busyTimeout: busyTimeout)
            do {
                try database.adopt(schema, busyTimeout: busyTimeout)
            } catch Schema.Mismatch.foreign {
                throw StoreFailure.foreign(path)
            } catch Schema.Mismatch.newer(let found, let known) {
                throw StoreFailure.newer(path, found: found, known: known)
            }
            // Only now is the file known to be ours.
            try files("protect") { () throws(SystemError) in
                for suffix in ["", "-wal", "-shm"] { try Files.restrict(path + suffix) }
            }
            return database
        }
        return database
    }

    private func exists(creating: Bool) throws -> Bool {
        switch try files("find", { () throws(SystemError) in try Files.kind(of: path) }) {
        case .file: return true
        case .folder: throw StoreFailure.notAFile(path, isFolder: true)
        case .other: throw StoreFailure.notAFile(path, isFolder: false)
        case .missing:
            guard creating else { return false }
            try files("create the folder of") { () throws(SystemError) in try Files.createFolder(Files.parent(of: path))
            }
            do throws(SystemError) {
                try Files.createFile(path)
            } catch  where error.exists {
                // Another process was quicker; it is as good as ours.
            } catch {
                throw StoreFailure.file(path, "create", error)
            }
            return true
        }
    }

    private func files<Result>(_ action: String, _ body: () throws(SystemError) -> Result) throws -> Result {
        do throws(SystemError) { return try body() } catch { throw StoreFailure.file(path, action, error) }
    }

    /// Runs `body`, with `failure` for what cannot be unsealed.
    func unsealing<Result>(else failure: @autoclosure () -> OAuthError, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch is Sealer.Broken { throw failure() }
    }
}

import LuaHost
import OAuthCore
import Output
import SQLiteDatabase

/// Rows in an SQLite file: a table for each set of rows, made and widened as the rows come.
///
/// All of a run is one transaction, or as many as there are checkpoints: others see nothing of it before, and whatever
/// ends the process, the file is whole. Not thread-safe: its owner uses it from one thread at a time.
public final class RowDatabase {
    private let path: String
    private let busyTimeout: Duration
    private var opened: (database: Database, wasMade: Bool)?
    private var tables: [String: RowTable] = [:]
    private var isInTransaction = false

    /// Opens nothing before the first rows come.
    /// - Parameter busyTimeout: how long to wait for another program that writes to the file.
    public init(path: String, busyTimeout: Duration = .seconds(10)) {
        self.path = path
        self.busyTimeout = busyTimeout
    }

    deinit { try? rollBack() }

    /// Inserts rows into a table, or updates those that have the same key; without a key they are appended.
    /// - Parameter name: the table's.
    /// - Throws: ``RowStoreFailure``; `OAuthError` (decode) for a row without its key.
    public func write(_ rows: [LuaValue], to name: String, shape: RowShape) throws {
        try wording(name) {
            let database = try begin()
            let table = try tables[name] ?? RowTable(name, key: shape.key, in: database)
            tables[name] = table
            try table.write(rows, columns: shape.columns)
        }
    }

    /// Makes durable what was written so far, and visible to others.
    public func checkpoint() throws {
        guard isInTransaction, let database = opened?.database else { return }
        try wording(nil) {
            for table in tables.values { try table.finish() }
            try database.execute("COMMIT")
        }
        isInTransaction = false
        opened?.wasMade = false
    }

    /// Leaves the file as it was at the last checkpoint; one that was not there before goes.
    public func rollBack() throws {
        guard let opened else { return }
        tables = [:]
        self.opened = nil
        if isInTransaction {
            try? opened.database.execute("ROLLBACK")
            // After a full disk SQLite leaves its journal to whoever reads next.
            _ = try? opened.database.integer("SELECT count(*) FROM sqlite_schema")
        }
        isInTransaction = false
        if opened.wasMade { RowFile.remove(path) }
    }

    private func begin() throws -> Database {
        let database = try opened?.database ?? open()
        if !isInTransaction {
            // The lock is taken first: SQLite waits for it, and not for one that is taken later.
            try database.execute("BEGIN IMMEDIATE")
            isInTransaction = true
        }
        return database
    }

    private func open() throws -> Database {
        let wasMade = !RowFile.exists(path)
        let database = try Database(path: path, busyTimeout: busyTimeout, creating: true)
        opened = (database, wasMade)
        guard try database.integer("PRAGMA application_id") != Database.storeID else {
            opened = nil
            throw RowStoreFailure.tokenStore(path)
        }
        return database
    }

    private func wording(_ table: String?, _ body: () throws -> Void) throws {
        do { try body() } catch let error as DatabaseError {
            throw RowStoreFailure(error, path: path, table: table)
        }
    }
}

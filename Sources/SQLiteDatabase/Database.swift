import CSQLite

/// One SQLite connection. Not thread-safe: its owner uses it from one thread at a time.
package final class Database {
    private let connection: OpaquePointer
    private let patience: Int32

    /// Tells files of our own from every other SQLite database ("oaul").
    package static let storeID: Int64 = 0x6f61_756c

    /// Opens an existing file; an empty one is an empty database. SQLite reads nothing before the first statement, so a
    /// file that is no database is found out there.
    /// - Parameter creating: whether a file that is missing is made.
    package init(path: String, busyTimeout: Duration, creating: Bool = false) throws {
        var opened: OpaquePointer?
        let flags =
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (creating ? SQLITE_OPEN_CREATE : 0)
        // A relative path gets a folder, so that ":memory:" and "" name no special database.
        let code = sqlite3_open_v2(path.hasPrefix("/") ? path : "./" + path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            defer { sqlite3_close_v2(opened) }
            throw DatabaseError(code, opened)
        }
        connection = opened
        let (seconds, attoseconds) = busyTimeout.components
        patience = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
        sqlite3_busy_timeout(connection, patience)
    }

    deinit { sqlite3_close_v2(connection) }

    /// Runs statements that take no values and give no rows.
    package func execute(_ sql: String) throws {
        let code = sqlite3_exec(connection, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw DatabaseError(code, connection) }
    }

    /// Runs one statement and gives the number of rows it changed.
    @discardableResult package func run(_ sql: String, _ values: [Value] = []) throws -> Int {
        let statement = try prepare(sql, values)
        while try statement.step() {}
        return Int(sqlite3_changes(connection))
    }

    /// The rows of a query, each read by `read` while it is current.
    package func rows<Element>(
        _ sql: String, _ values: [Value] = [], read: (borrowing Statement) throws -> Element
    ) throws -> [Element] {
        let statement = try prepare(sql, values)
        var elements: [Element] = []
        while try statement.step() { elements.append(try read(statement)) }
        return elements
    }

    package func integer(_ sql: String) throws -> Int64? { try rows(sql) { $0.integer(0) }.first }

    /// Runs `body` in a write transaction: all of it or nothing. The lock is taken first, so that no reader has to
    /// become a writer, which SQLite refuses without waiting.
    package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try enclose("BEGIN IMMEDIATE", body)
    }

    /// Runs `body`, which only reads: all it sees is of one moment.
    package func snapshot<Result>(_ body: () throws -> Result) throws -> Result { try enclose("BEGIN", body) }

    /// Runs `body` as work that may be lost: other users of the file are waited for only a moment, and what it commits is on
    /// the disk some time later, but never in part.
    @discardableResult package func casually<Result>(_ body: () throws -> Result) throws -> Result {
        sqlite3_busy_timeout(connection, min(patience, 250))
        defer { sqlite3_busy_timeout(connection, patience) }
        try execute("PRAGMA synchronous = NORMAL")
        defer { try? execute("PRAGMA synchronous = FULL") }
        return try body()
    }

    private func enclose<Result>(_ begin: String, _ body: () throws -> Result) throws -> Result {
        try execute(begin)
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // SQLite has rolled back by itself after some errors; then this fails, and there is nothing left to undo.
            try? execute("ROLLBACK")
            throw error
        }
    }

    /// A statement to be run several times; it must not outlive the database.
    package func prepare(_ sql: String, _ values: [Value] = []) throws -> Statement {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v2(connection, sql, -1, &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw DatabaseError(code, connection) }
        let statement = Statement(prepared, of: connection)
        for (index, value) in values.enumerated() { try statement.bind(value, at: Int32(index + 1)) }
        return statement
    }
}

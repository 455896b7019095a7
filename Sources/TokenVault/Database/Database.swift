import CSQLite

/// One SQLite connection. Not thread-safe: its owner uses it from one thread at a time.
final class Database {
    private let connection: OpaquePointer

    /// Opens an existing file; an empty one is an empty database. SQLite reads nothing before the first statement, so a
    /// file that is no database is found out there.
    init(path: String, busyTimeout: Duration) throws {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        // A relative path gets a folder, so that ":memory:" and "" name no special database.
        let code = sqlite3_open_v2(path.hasPrefix("/") ? path : "./" + path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            defer { sqlite3_close_v2(opened) }
            throw DatabaseError(code, opened)
        }
        connection = opened
        sqlite3_busy_timeout(connection, Int32(clamping: busyTimeout.microseconds / 1000))
    }

    deinit { sqlite3_close_v2(connection) }

    /// Runs statements that take no values and give no rows.
    func execute(_ sql: String) throws {
        let code = sqlite3_exec(connection, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw DatabaseError(code, connection) }
    }

    /// Runs one statement and gives the number of rows it changed.
    @discardableResult func run(_ sql: String, _ values: [Value] = []) throws -> Int {
        let statement = try prepare(sql, values)
        while try statement.step() {}
        return Int(sqlite3_changes(connection))
    }

    /// The rows of a query, each read by `read` while it is current.
    func rows<Element>(
        _ sql: String, _ values: [Value] = [], read: (borrowing Statement) throws -> Element
    ) throws -> [Element] {
        let statement = try prepare(sql, values)
        var elements: [Element] = []
        while try statement.step() { elements.append(try read(statement)) }
        return elements
    }

    func integer(_ sql: String) throws -> Int64? { try rows(sql) { $0.integer(0) }.first }

    /// Runs `body` in a write transaction: all of it or nothing. The lock is taken first, so that no reader has to
    /// become a writer, which SQLite refuses without waiting.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try enclose("BEGIN IMMEDIATE", body)
    }

    /// Runs `body`, which only reads: all it sees is of one moment.
    func snapshot<Result>(_ body: () throws -> Result) throws -> Result { try enclose("BEGIN", body) }

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

    private func prepare(_ sql: String, _ values: [Value]) throws -> Statement {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v2(connection, sql, -1, &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw DatabaseError(code, connection) }
        let statement = Statement(prepared, of: connection)
        for (index, value) in values.enumerated() { try statement.bind(value, at: Int32(index + 1)) }
        return statement
    }
}

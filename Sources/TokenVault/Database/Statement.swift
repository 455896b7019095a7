import CSQLite

/// What can be bound to a statement.
enum Value {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    static func blob(_ bytes: [UInt8]?) -> Value { bytes.map { .blob($0) } ?? .null }
}

/// A prepared statement and its current row.
struct Statement: ~Copyable {
    private let pointer: OpaquePointer
    private let connection: OpaquePointer

    init(_ pointer: OpaquePointer, of connection: OpaquePointer) {
        self.pointer = pointer
        self.connection = connection
    }

    deinit { sqlite3_finalize(pointer) }

    /// Moves to the next row; false after the last.
    func step() throws -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw DatabaseError(code, connection)
        }
    }

    func bind(_ value: Value, at index: Int32) throws {
        // SQLITE_TRANSIENT, a cast that a C macro does not bring to Swift: SQLite copies the bytes before it returns.
        let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let code =
            switch value {
            case .null: sqlite3_bind_null(pointer, index)
            case .integer(let number): sqlite3_bind_int64(pointer, index, number)
            case .text(let text): sqlite3_bind_text(pointer, index, text, Int32(text.utf8.count), copy)
            // A nil pointer would bind NULL.
            case .blob(let bytes) where bytes.isEmpty: sqlite3_bind_zeroblob(pointer, index, 0)
            case .blob(let bytes): sqlite3_bind_blob(pointer, index, bytes, Int32(bytes.count), copy)
            }
        guard code == SQLITE_OK else { throw DatabaseError(code, connection) }
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

    /// The column's text; bytes that are not UTF-8 become U+FFFD.
    func text(_ column: Int32) -> String { String(decoding: blob(column) ?? [], as: UTF8.self) }

    /// The column's bytes, nil for NULL.
    func blob(_ column: Int32) -> [UInt8]? {
        guard sqlite3_column_type(pointer, column) != SQLITE_NULL else { return nil }
        // The pointer first: asking for the length before the bytes could convert the value in between.
        let start = sqlite3_column_blob(pointer, column)
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))))
    }
}

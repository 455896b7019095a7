import CSQLite

/// What can be bound to a statement.
package enum Value: Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    /// Text, as its bytes.
    case utf8([UInt8])
    case blob([UInt8])

    package static func blob(_ bytes: [UInt8]?) -> Value { bytes.map { .blob($0) } ?? .null }
}

/// A prepared statement and its current row.
package struct Statement: ~Copyable {
    private let pointer: OpaquePointer
    private let connection: OpaquePointer

    init(_ pointer: OpaquePointer, of connection: OpaquePointer) {
        self.pointer = pointer
        self.connection = connection
    }

    deinit { sqlite3_finalize(pointer) }

    /// Moves to the next row; false after the last.
    package func step() throws -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw DatabaseError(code, connection)
        }
    }

    /// Runs a statement that gives no rows once more, with these values.
    package func run(_ values: some Sequence<Value>) throws {
        for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
        defer { sqlite3_reset(pointer) }
        while try step() {}
    }

    package func bind(_ value: Value, at index: Int32) throws {
        // SQLITE_TRANSIENT, a cast that a C macro does not bring to Swift: SQLite copies the bytes before it returns.
        let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let code =
            switch value {
            case .null: sqlite3_bind_null(pointer, index)
            case .integer(let number): sqlite3_bind_int64(pointer, index, number)
            case .real(let number): sqlite3_bind_double(pointer, index, number)
            case .utf8(let bytes):
                // The bytes of an empty array have no address, and a nil pointer would bind NULL.
                bytes.isEmpty
                    ? sqlite3_bind_text(pointer, index, "", 0, copy)
                    : bytes.withUnsafeBufferPointer {
                        $0.withMemoryRebound(to: CChar.self) {
                            sqlite3_bind_text(pointer, index, $0.baseAddress, Int32($0.count), copy)
                        }
                    }
            case .text(let text): sqlite3_bind_text(pointer, index, text, Int32(text.utf8.count), copy)
            // A nil pointer would bind NULL.
            case .blob(let bytes) where bytes.isEmpty: sqlite3_bind_zeroblob(pointer, index, 0)
            case .blob(let bytes): sqlite3_bind_blob(pointer, index, bytes, Int32(bytes.count), copy)
            }
        guard code == SQLITE_OK else { throw DatabaseError(code, connection) }
    }

    package func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

    /// The column's text; bytes that are not UTF-8 become U+FFFD.
    package func text(_ column: Int32) -> String { String(decoding: blob(column) ?? [], as: UTF8.self) }

    /// The column's bytes, nil for NULL.
    package func blob(_ column: Int32) -> [UInt8]? {
        guard sqlite3_column_type(pointer, column) != SQLITE_NULL else { return nil }
        // The pointer first: asking for the length before the bytes could convert the value in between.
        let start = sqlite3_column_blob(pointer, column)
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))))
    }
}

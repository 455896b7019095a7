import CSQLite

/// What SQLite said. Not for people: whoever uses a database words it.
package struct DatabaseError: Error {
    /// The extended result code.
    package var code: Int32
    /// The `errno` behind it, 0 where there is none.
    package var systemError: Int32
    package var message: String

    package var primaryCode: Int32 { code & 0xff }

    init(_ code: Int32, _ connection: OpaquePointer?) {
        self.code = code
        systemError = connection.map { sqlite3_system_errno($0) } ?? 0
        message = connection.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
    }
}

extension DatabaseError {
    package var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

    package var isDamage: Bool { primaryCode == SQLITE_NOTADB || primaryCode == SQLITE_CORRUPT }

    package var isConstraint: Bool { primaryCode == SQLITE_CONSTRAINT }

    package var isFull: Bool { primaryCode == SQLITE_FULL || SystemError(systemError).isFull }

    /// Also for a read-only disk, of which SQLite sees only that the files beside the store are missing.
    package var isUnopened: Bool { primaryCode == SQLITE_CANTOPEN }

    package var isReadOnly: Bool {
        switch primaryCode {
        case SQLITE_READONLY, SQLITE_PERM: true
        case SQLITE_CANTOPEN, SQLITE_IOERR: SystemError(systemError).isReadOnly
        default: false
        }
    }
}

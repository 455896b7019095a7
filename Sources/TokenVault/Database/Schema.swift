import SQLiteDatabase

/// The tables, as the steps that lead to them. Entry *n* takes a store of version *n* to version *n* + 1: add entries,
/// never change one that was released.
struct Schema {
    var migrations: [String]

    static let current = Schema(migrations: [
        """
        CREATE TABLE meta (
            name TEXT PRIMARY KEY NOT NULL,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tokens (
            connection TEXT NOT NULL,
            profile TEXT NOT NULL,
            provider TEXT NOT NULL,
            client_id TEXT NOT NULL,
            access_token BLOB NOT NULL,
            refresh_token BLOB,
            id_token BLOB,
            details BLOB NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (connection, profile, provider, client_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE secrets (
            name TEXT PRIMARY KEY NOT NULL,
            value BLOB NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE documents (
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            value BLOB NOT NULL,
            expires_at INTEGER,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (kind, name)
        ) STRICT, WITHOUT ROWID;
        """,
        // Bodies apart: SQLite writes a whole row anew when a part of it changes.
        """
        CREATE TABLE cache (
            key BLOB PRIMARY KEY NOT NULL,
            owner BLOB NOT NULL,
            head BLOB NOT NULL,
            size INTEGER NOT NULL,
            used_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE cache_bodies (
            key BLOB PRIMARY KEY NOT NULL REFERENCES cache (key) ON DELETE CASCADE,
            body BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    ])
}

extension Schema {
    /// What a file turned out to be.
    enum Mismatch: Error, Equatable {
        /// An SQLite database of another program.
        case foreign
        /// Written by a later version of ours.
        case newer(found: Int, known: Int)
    }
}

extension Database {
    /// Prepares the connection and brings the tables up to date. Changes nothing in a file that is not ours.
    func adopt(_ schema: Schema, busyTimeout: Duration) throws {
        guard try !snapshot({ try isCurrent(schema) }) else { return try configure() }
        try useWriteAheadLog(busyTimeout: busyTimeout)
        try configure()
        try transaction {
            // Another process may have been quicker.
            guard try !isCurrent(schema) else { return }
            let version = Int(try integer("PRAGMA user_version") ?? 0)
            for step in schema.migrations[version...] { try execute(step) }
            try execute("PRAGMA application_id = \(Database.storeID)")
            try execute("PRAGMA user_version = \(schema.migrations.count)")
        }
    }

    /// To be asked in a transaction: another process may be writing what is read here.
    private func isCurrent(_ schema: Schema) throws -> Bool {
        let version = Int(try integer("PRAGMA user_version") ?? 0)
        guard try integer("PRAGMA application_id") == Database.storeID else {
            guard version == 0, try integer("SELECT count(*) FROM sqlite_schema") == 0 else {
                throw Schema.Mismatch.foreign
            }
            return false
        }
        guard version <= schema.migrations.count else {
            throw Schema.Mismatch.newer(found: version, known: schema.migrations.count)
        }
        return version == schema.migrations.count
    }

    /// Settings that SQLite keeps for a connection, not in the file. FULL: a commit is on the disk when it returns.
    private func configure() throws {
        try execute(
            """
            PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON;
            """)
    }

    /// Kept in the file once set. Where the file system cannot do it, SQLite stays with its rollback journal, which is
    /// as durable. SQLite does not wait for other connections in every step of the change, hence the loop.
    private func useWriteAheadLog(busyTimeout: Duration) throws {
        let deadline = ContinuousClock.now + busyTimeout
        while true {
            do {
                _ = try rows("PRAGMA journal_mode = WAL") { $0.text(0) }
                return
            } catch let error as DatabaseError where error.isBusy && ContinuousClock.now < deadline {
                Files.pause(.milliseconds(5))
            }
        }
    }
}

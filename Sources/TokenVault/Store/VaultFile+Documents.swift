import OAuthCore
import SQLiteDatabase

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension VaultFile {
    func document(_ key: DocumentKey, now: Date) throws -> Redacted<[UInt8]>? {
        guard let (database, sealer) = try reading() else { return nil }
        let rows = try database.rows(
            "SELECT value, expires_at FROM documents WHERE kind = ? AND name = ?", Self.values(of: key)
        ) { row in (row.blob(0) ?? [], row.blob(1) == nil ? nil : row.integer(1)) }
        guard let (value, end) = rows.first else { return nil }
        if let end, Self.seconds(now) >= end { return nil }
        return try unsealing(else: StoreFailure.damagedDocument(key, path)) {
            try sealer.openBytes(value, for: .document(key, expiresAt: end))
        }
    }

    /// Others that have ended go at the same time: a cache does not grow for ever.
    func save(_ document: Redacted<[UInt8]>, as key: DocumentKey, expiresAt: Date?) throws {
        let (database, sealer) = try writing()
        let end = expiresAt.map(Self.seconds)
        let sealed = try sealer.seal(bytes: document, for: .document(key, expiresAt: end))
        try database.transaction {
            try database.run("DELETE FROM documents WHERE expires_at <= ?", [.integer(Self.now)])
            try database.run(
                "INSERT OR REPLACE INTO documents (kind, name, value, expires_at, updated_at) VALUES (?, ?, ?, ?, ?)",
                Self.values(of: key) + [.blob(sealed), end.map { .integer($0) } ?? .null, .integer(Self.now)])
        }
    }

    func removeDocument(_ key: DocumentKey) throws {
        guard let (database, _) = try reading() else { return }
        try database.run("DELETE FROM documents WHERE kind = ? AND name = ?", Self.values(of: key))
    }

    private static func values(of key: DocumentKey) -> [Value] { [.text(key.kind.rawValue), .text(key.name)] }

    /// Seconds since 1970, within what a column holds.
    private static func seconds(_ date: Date) -> Int64 {
        Int64(max(-1e15, min(1e15, date.timeIntervalSince1970)))
    }
}

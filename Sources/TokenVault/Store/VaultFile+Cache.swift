import OAuthCore
import SQLiteDatabase

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension VaultFile {
    func cachedHead(_ key: CacheKey) throws -> Redacted<[UInt8]>? {
        guard let (database, sealer) = try reading() else { return nil }
        let key = sealer.digest(key)
        return try database.casually {
            let heads = try database.rows("SELECT head FROM cache WHERE key = ?", [.blob(key)]) { $0.blob(0) ?? [] }
            return try heads.first.flatMap { head in
                try opened(key, in: database) { try sealer.openBytes(head, for: .cache(key, column: "head")) }
            }
        }
    }

    func cachedEntry(_ key: CacheKey) throws -> CacheEntry? {
        guard let (database, sealer) = try reading() else { return nil }
        let key = sealer.digest(key)
        let sql = "SELECT head, body FROM cache JOIN cache_bodies USING (key) WHERE key = ?"
        return try database.casually {
            let rows = try database.rows(sql, [.blob(key)]) { ($0.blob(0) ?? [], $0.blob(1) ?? []) }
            guard let (head, body) = rows.first else { return nil }
            // Where nothing can be written, it counts as unused.
            _ = try? database.run("UPDATE cache SET used_at = ? WHERE key = ?", [.integer(Self.moment), .blob(key)])
            return try opened(key, in: database) {
                CacheEntry(
                    head: try sealer.openBytes(head, for: .cache(key, column: "head")),
                    body: try sealer.openBytes(body, for: .cache(key, column: "body")))
            }
        }
    }

    /// - Parameter limit: of all entries, in bytes as they are stored.
    func save(_ entry: CacheEntry, as key: CacheKey, limit: Int) throws {
        let (database, sealer) = try writing()
        let owner = sealer.digest(key.owner)
        let key = sealer.digest(key)
        let head = try sealer.seal(bytes: entry.head, for: .cache(key, column: "head"))
        let body = try sealer.seal(bytes: entry.body, for: .cache(key, column: "body"))
        try database.casually {
            try database.transaction {
                try database.run("DELETE FROM cache WHERE key = ?", [.blob(key)])
                try database.run(
                    "INSERT INTO cache (key, owner, head, size, used_at) VALUES (?, ?, ?, ?, ?)",
                    [
                        .blob(key), .blob(owner), .blob(head), .integer(Int64(head.count + body.count)),
                        .integer(Self.moment),
                    ])
                try database.run("INSERT INTO cache_bodies (key, body) VALUES (?, ?)", [.blob(key), .blob(body)])
                try makeRoom(for: head.count + body.count, in: database, limit: limit)
            }
        }
    }

    func saveHead(_ head: Redacted<[UInt8]>, as key: CacheKey) throws {
        let (database, sealer) = try writing()
        let key = sealer.digest(key)
        let sealed = try sealer.seal(bytes: head, for: .cache(key, column: "head"))
        try database.casually {
            try database.run(
                "UPDATE cache SET head = ?, used_at = ? WHERE key = ?",
                [.blob(sealed), .integer(Self.moment), .blob(key)])
        }
    }

    func removeCached(_ key: CacheKey) throws {
        guard let (database, sealer) = try reading() else { return }
        try database.casually { try database.run("DELETE FROM cache WHERE key = ?", [.blob(sealer.digest(key))]) }
    }

    func removeAllCached(of owner: CacheKey.Owner) throws {
        guard let (database, sealer) = try reading() else { return }
        try database.run("DELETE FROM cache WHERE owner = ?", [.blob(sealer.digest(owner))])
    }

    /// Looks at all entries only where they may have become too large: that takes longer the more there are.
    private func makeRoom(for size: Int, in database: Database, limit: Int) throws {
        func total() throws -> Int { Int(try database.integer("SELECT sum(size) FROM cache") ?? 0) }
        let expected = try cacheSize.map { $0 + size } ?? total()
        cacheSize = nil
        guard expected > limit else {
            cacheSize = expected
            return
        }
        try database.run(Self.eviction, [.integer(Int64(limit))])
        cacheSize = try total()
    }

    /// Keeps what was used last, as much of it as the limit allows.
    private static let eviction = """
        DELETE FROM cache WHERE key IN (
            SELECT key FROM (SELECT key, sum(size) OVER (ORDER BY used_at DESC, key) AS total FROM cache)
            WHERE total > ?)
        """

    /// Milliseconds since 1970.
    private static var moment: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    /// nil for a damaged entry, which goes.
    private func opened<Result>(_ key: [UInt8], in database: Database, _ body: () throws -> Result) throws -> Result? {
        do { return try body() } catch is Sealer.Broken {
            _ = try? database.run("DELETE FROM cache WHERE key = ?", [.blob(key)])
            return nil
        }
    }
}

extension Sealer {
    fileprivate func digest(_ key: CacheKey) -> [UInt8] {
        digest(key.owner.fields + ["request"] + key.request.reveal(), as: "cache entry")
    }

    fileprivate func digest(_ owner: CacheKey.Owner) -> [UInt8] { digest(owner.fields, as: "cache owner") }
}

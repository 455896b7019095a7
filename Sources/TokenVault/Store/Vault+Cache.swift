import OAuthCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Answers of APIs. Every entry is sealed for its key and column; the keys are digests with the store's key, since URLs tell of
/// people, and some hold secrets.
///
/// Nothing here is waited for long, and what is saved may be lost with the power: it can be asked for again.
extension Vault: CacheStore {
    /// Of all entries together, in bytes as they are stored: 100 MB.
    public static let cacheLimit = 100 << 20

    public var isStored: Bool { access(location, F_OK) == 0 }

    public func cachedHead(_ key: CacheKey) async throws -> Redacted<[UInt8]>? {
        try await perform { try $0.cachedHead(key) }
    }

    public func cachedEntry(_ key: CacheKey) async throws -> CacheEntry? {
        try await perform { try $0.cachedEntry(key) }
    }

    public func save(_ entry: CacheEntry, as key: CacheKey) async throws {
        try await save(entry, as: key, limit: Self.cacheLimit)
    }

    func save(_ entry: CacheEntry, as key: CacheKey, limit: Int) async throws {
        try await perform { try $0.save(entry, as: key, limit: limit) }
    }

    public func saveHead(_ head: Redacted<[UInt8]>, as key: CacheKey) async throws {
        try await perform { try $0.saveHead(head, as: key) }
    }

    public func removeCached(_ key: CacheKey) async throws { try await perform { try $0.removeCached(key) } }

    public func removeAllCached(of owner: CacheKey.Owner) async throws {
        try await perform { try $0.removeAllCached(of: owner) }
    }
}

/// Where answers of APIs are kept, sealed, to be asked for again with conditions. May forget any of them at any time.
public protocol CacheStore: Sendable {
    /// Whether there is a store already; the first ``save(_:as:)`` makes one.
    var isStored: Bool { get }

    /// What is known of an answer without its body; nil for none, and for one that is damaged.
    func cachedHead(_ key: CacheKey) async throws -> Redacted<[UInt8]>?

    /// The answer, which counts as used now; nil as for ``cachedHead(_:)``.
    func cachedEntry(_ key: CacheKey) async throws -> CacheEntry?

    /// Replaces an answer. What was not used for the longest time goes where all together become too large.
    func save(_ entry: CacheEntry, as key: CacheKey) async throws

    /// Replaces the head of an answer that is still there, which counts as used now.
    func saveHead(_ head: Redacted<[UInt8]>, as key: CacheKey) async throws

    func removeCached(_ key: CacheKey) async throws

    /// Removes every answer that belongs to one owner.
    func removeAllCached(of owner: CacheKey.Owner) async throws
}

/// Which request an answer answers. Stores keep only digests of it, so it may hold secrets.
public struct CacheKey: Sendable, Hashable {
    /// Whose answer it is: that of a login, or of nobody's.
    public enum Owner: Sendable, Hashable {
        case login(TokenKey)
        /// Requests without a connection.
        case nobody(profile: String)
    }

    public var owner: Owner
    /// Everything that tells one request from another: URL, headers.
    public var request: Redacted<[String]>

    public init(owner: Owner, request: Redacted<[String]>) {
        self.owner = owner
        self.request = request
    }
}

extension CacheKey.Owner {
    public var fields: [String] {
        switch self {
        case .login(let key): ["login", key.connection, key.profile, key.provider, key.clientID]
        case .nobody(let profile): ["nobody", profile]
        }
    }
}

/// A kept answer: what is said of it, and its body, as whoever keeps it writes them.
public struct CacheEntry: Sendable {
    public var head: Redacted<[UInt8]>
    public var body: Redacted<[UInt8]>

    public init(head: Redacted<[UInt8]>, body: Redacted<[UInt8]>) {
        self.head = head
        self.body = body
    }
}

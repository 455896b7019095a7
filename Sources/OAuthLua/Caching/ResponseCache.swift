import OAuthClient
import OAuthCore
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Stands before the client: asks with the conditions of what is stored, and turns a 304 into the stored 200 (RFC 9111 §4.3).
///
/// It never fails a request. A store that cannot be used is not asked again in the same run; a damaged entry is none.
public final class ResponseCache: Sendable {
    public struct Answer: Sendable {
        public var response: APIResponse
        /// Whether the body came from the store.
        public var isCached: Bool
    }

    private let store: any CacheStore
    private let profile: String
    private let log: @Sendable (LogLevel, String) -> Void
    private let now: @Sendable () -> Date
    private let isOff = Mutex(false)

    public init(
        store: any CacheStore, profile: String, log: @escaping @Sendable (LogLevel, String) -> Void,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.profile = profile
        self.log = log
        self.now = now
    }

    /// Whether keeping an answer would make no store.
    var isStored: Bool { store.isStored }

    /// - Throws: what `client` throws.
    public func send(
        _ request: APIRequest, as connection: Connection?, use: CacheUse, through client: APIClient
    ) async throws -> Answer {
        guard use != .off, request.isCacheable, !isOff.withLock({ $0 }) else {
            return Answer(response: try await client.send(request, as: connection), isCached: false)
        }
        let key = request.cacheKey(for: connection, profile: profile)
        guard let stored = await head(key) else {
            return try await fetch(request, as: connection, use: use, through: client, key: key, replacing: false)
        }
        if stored.isFresh(for: request, use: use, at: now()), let body = await body(of: stored, key) {
            return Answer(response: stored.response(body: body), isCached: true)
        }
        let response = try await client.send(request.revalidating(stored), as: connection)
        let revalidation = stored.revalidation(by: response, at: now())
        if revalidation == .replaced {
            await keep(response, to: request, use: use, key: key, replacing: true)
            return Answer(response: response, isCached: false)
        }
        if case .unchanged(let updated) = revalidation, let body = await body(of: stored, key) {
            await quietly { try await self.store.saveHead(Redacted(updated.bytes), as: key) }
            return Answer(response: updated.response(body: body), isCached: true)
        }
        return try await fetch(request, as: connection, use: use, through: client, key: key, replacing: true)
    }

    /// Forgets what was answered to a login that has ended, or is about to be another's.
    /// - Throws: what the store throws: the next login must not get them.
    public func forget(_ connection: Connection) async throws {
        try await store.removeAllCached(of: .login(connection.tokenKey(profile: profile)))
    }

    private func fetch(
        _ request: APIRequest, as connection: Connection?, use: CacheUse, through client: APIClient, key: CacheKey,
        replacing: Bool
    ) async throws -> Answer {
        let response = try await client.send(request, as: connection)
        await keep(response, to: request, use: use, key: key, replacing: replacing)
        return Answer(response: response, isCached: false)
    }

    private func keep(
        _ response: APIResponse, to request: APIRequest, use: CacheUse, key: CacheKey, replacing: Bool
    ) async {
        if let stored = StoredResponse(response, to: request, use: use, at: now()),
            let entry = stored.entry(body: response.body)
        {
            await quietly { try await self.store.save(entry, as: key) }
        } else if replacing, response.isOK {
            await quietly { try await self.store.removeCached(key) }
        }
    }

    private func head(_ key: CacheKey) async -> StoredResponse? {
        await quietly { try await self.store.cachedHead(key) }.flatMap { StoredResponse(bytes: $0.reveal()) }
    }

    /// nil where another answer has taken its place meanwhile.
    private func body(of stored: StoredResponse, _ key: CacheKey) async -> [UInt8]? {
        guard let entry = await quietly({ try await self.store.cachedEntry(key) }),
            let current = StoredResponse(bytes: entry.head.reveal()), current.hasValidators(of: stored)
        else { return nil }
        return current.body(of: entry)
    }

    @discardableResult
    private func quietly<Result: Sendable>(_ body: () async throws -> Result?) async -> Result? {
        guard !isOff.withLock({ $0 }) else { return nil }
        do { return try await body() } catch {
            let isFirst = isOff.withLock { isOff in
                defer { isOff = true }
                return !isOff
            }
            if isFirst { log(.debug, "the cache is not used in this run: \(error)") }
            return nil
        }
    }
}

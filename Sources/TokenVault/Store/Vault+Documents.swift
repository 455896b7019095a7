import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What several runs share besides tokens; every document is sealed for its kind, its name and its end.
extension Vault: DocumentStore {
    public func document(_ key: DocumentKey, now: Date) async throws -> Redacted<[UInt8]>? {
        try await perform { try $0.document(key, now: now) }
    }

    public func save(_ document: Redacted<[UInt8]>, as key: DocumentKey, expiresAt: Date?) async throws {
        try await perform { try $0.save(document, as: key, expiresAt: expiresAt) }
    }

    public func removeDocument(_ key: DocumentKey) async throws {
        try await perform { try $0.removeDocument(key) }
    }

    /// The document's lock for as long as the result lives: for whoever cannot say in one piece what it is held for.
    /// - Parameter limit: how long to wait for another process; zero asks once.
    /// - Throws: ``OAuthError`` of kind `store` where the lock's file cannot be made; `CancellationError`.
    public func hold(_ key: DocumentKey, waiting limit: Duration) async throws -> LockAttempt {
        try await locks.hold(.document(key), waiting: limit)
    }

    /// As ``withLock(on:_:)-(TokenKey,_)`` for tokens.
    public func withLock<Result: Sendable>(
        on key: DocumentKey, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await locks.withLock(on: .document(key), body)
    }
}

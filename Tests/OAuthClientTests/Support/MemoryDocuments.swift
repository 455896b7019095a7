import Foundation
import OAuthCore
import Synchronization

/// A store of documents for one test.
final class MemoryDocuments: DocumentStore {
    private struct Stored {
        var document: Redacted<[UInt8]>
        var end: Date?
    }

    private let documents = Mutex<[DocumentKey: Stored]>([:])
    private let lock = Gate()

    var keys: Set<DocumentKey> { documents.withLock { Set($0.keys) } }

    func text(_ key: DocumentKey) -> String? {
        documents.withLock { $0[key] }.map { String(decoding: $0.document.reveal(), as: UTF8.self) }
    }

    func end(of key: DocumentKey) -> Date? { documents.withLock { $0[key]?.end } }

    func document(_ key: DocumentKey, now: Date) async throws -> Redacted<[UInt8]>? {
        guard let stored = documents.withLock({ $0[key] }) else { return nil }
        if let end = stored.end, now >= end { return nil }
        return stored.document
    }

    func save(_ document: Redacted<[UInt8]>, as key: DocumentKey, expiresAt: Date?) async throws {
        documents.withLock { $0[key] = Stored(document: document, end: expiresAt) }
    }

    func removeDocument(_ key: DocumentKey) async throws {
        documents.withLock { $0[key] = nil }
    }

    /// One lock for all keys.
    func withLock<Result: Sendable>(
        on key: DocumentKey, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        await lock.enter()
        do {
            let result = try await body()
            await lock.leave()
            return result
        } catch {
            await lock.leave()
            throw error
        }
    }
}

/// Lets one in at a time, in the order of asking.
private actor Gate {
    private var isTaken = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        guard isTaken else {
            isTaken = true
            return
        }
        await withCheckedContinuation { waiters.append($0) }
    }

    func leave() {
        if waiters.isEmpty { isTaken = false } else { waiters.removeFirst().resume() }
    }
}

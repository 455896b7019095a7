import OAuthCore

/// A token store in memory. Its lock is first come, first served, and a task that waits for it can be cancelled.
actor MemoryTokenStore: TokenStore {
    nonisolated let location = "memory"
    private(set) var tokens: [TokenKey: Token]
    private(set) var saves: [Token] = []
    private var failingSaves = 0
    private var held: Set<TokenKey> = []
    private var waiting: [(id: Int, key: TokenKey, continuation: CheckedContinuation<Void, any Error>)] = []
    private var lastID = 0
    private let queued = Signal()

    init(_ tokens: [TokenKey: Token] = [:]) { self.tokens = tokens }

    func token(for key: TokenKey) -> Token? { tokens[key] }

    func save(_ token: Token, for key: TokenKey) throws {
        guard failingSaves == 0 else {
            failingSaves -= 1
            throw OAuthError(.store, "the disk is full", advice: "Make room")
        }
        tokens[key] = token
        saves.append(token)
    }

    func remove(_ key: TokenKey) -> Bool { tokens.removeValue(forKey: key) != nil }

    func records() -> [TokenRecord] { tokens.map { TokenRecord(key: $0.key, token: $0.value) } }

    func withLock<Result: Sendable>(
        on key: TokenKey, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await acquire(key)
        defer { release(key) }
        return try await body()
    }

    /// The next saves fail, as on a full disk.
    func failSaves(_ count: Int) { failingSaves = count }

    /// What another machine does, which has no lock of ours.
    func overwrite(_ token: Token, for key: TokenKey) { tokens[key] = token }

    /// Returns once so many tasks have had to wait for a lock.
    nonisolated func someoneWaits(_ count: Int = 1) async { await queued.wait(for: count) }

    private func acquire(_ key: TokenKey) async throws {
        try Task.checkCancellation()
        if held.insert(key).inserted { return }
        lastID += 1
        let id = lastID
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.append((id, key, continuation))
                queued.raise()
            }
        } onCancel: {
            Task { await abandon(id) }
        }
    }

    private func abandon(_ id: Int) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    private func release(_ key: TokenKey) {
        if let next = waiting.firstIndex(where: { $0.key == key }) {
            waiting.remove(at: next).continuation.resume()
        } else {
            held.remove(key)
        }
    }
}

import OAuthCore

extension Vault {
    /// A stored token, or why it cannot be read.
    public struct Entry: Sendable {
        public var key: TokenKey
        public var token: Result<Token, OAuthError>
    }

    public func token(for key: TokenKey) async throws -> Token? {
        try await perform { try $0.token(for: key) }
    }

    public func save(_ token: Token, for key: TokenKey) async throws {
        try await perform { try $0.save(token, for: key) }
    }

    @discardableResult public func remove(_ key: TokenKey) async throws -> Bool {
        try await perform { try $0.remove(key) }
    }

    /// The tokens that can be read; one that is damaged does not hide the others, see ``entries()``.
    public func records() async throws -> [TokenRecord] {
        try await entries().compactMap { entry in
            (try? entry.token.get()).map { TokenRecord(key: entry.key, token: $0) }
        }
    }

    /// Every stored token in the order of its key, the damaged ones with their error.
    public func entries() async throws -> [Entry] {
        try await perform { try $0.entries() }
    }

    /// As ``TokenStore`` says, the tasks of one vault in the order of asking. Waiting ends when the task is cancelled,
    /// and after the vault's `lockTimeout` with an error that names the process. Not to be nested for one token.
    public func withLock<Result: Sendable>(
        on key: TokenKey, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await locks.withLock(on: .token(key), body)
    }
}

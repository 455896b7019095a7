/// Where tokens live between runs. Implementations seal what they write and throw ``OAuthError`` of kind `store`.
public protocol TokenStore: Sendable {
    func token(for key: TokenKey) async throws -> Token?

    /// Returns only when the token is durable: a crash one instruction later must find it.
    func save(_ token: Token, for key: TokenKey) async throws

    /// Whether there was one to remove.
    @discardableResult func remove(_ key: TokenKey) async throws -> Bool

    /// Every stored token's key and what can be said of it without a secret.
    func records() async throws -> [TokenRecord]

    /// Runs `body` while no other task or process holds the lock of the same key. Ends with the process that holds it.
    func withLock<Result: Sendable>(
        on key: TokenKey, _ body: @Sendable () async throws -> Result
    ) async throws -> Result

    /// Where it is, for people: a path or a URL without credentials.
    var location: String { get }
}

/// A stored token as `status` shows it: everything but the secrets.
public struct TokenRecord: Sendable {
    public var key: TokenKey
    /// The token with its secrets still in ``Redacted``.
    public var token: Token

    public init(key: TokenKey, token: Token) {
        self.key = key
        self.token = token
    }
}

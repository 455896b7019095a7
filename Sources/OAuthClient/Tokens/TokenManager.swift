import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The one way to a token: valid ones are returned, expiring ones are renewed once for all tasks of this process and
/// for all processes, and what the provider gave is durable before anyone uses it.
public actor TokenManager: TokenSource {
    public nonisolated let profile: String
    nonisolated let endpoint: TokenEndpoint
    let now: @Sendable () -> Date
    let sleep: @Sendable (Duration) async throws -> Void
    /// The exact command that authorizes a connection.
    public nonisolated let commandHint: @Sendable (Connection) -> String
    /// Told before the first token of a connection is fetched that needs nobody.
    let firstGrant: @Sendable (Connection) -> Void
    let flights = SingleFlight<TokenKey, Refreshed>()
    private let openStore: @Sendable () throws -> any TokenStore
    private var openedStore: (any TokenStore)?

    /// Refresh tokens that the provider has refused for good, and why: it is not asked again.
    var deadRefreshTokens: [Redacted<String>: OAuthError] = [:]
    /// Grants that the provider has refused for good: neither is it asked for them again.
    var refusedGrants: [TokenKey: RefusedGrant] = [:]
    /// Tokens that the store could not take. They are the only ones the provider still honours.
    var unsavedTokens: [TokenKey: Token] = [:]
    /// Exchanges under way that must not be interrupted.
    var exchanges: [Int: Task<ExchangeOutcome, Never>] = [:]
    var lastExchange = 0

    /// - Parameters:
    ///   - store: opened when the first token is asked for.
    ///   - resolver: fills in what definitions leave to the provider.
    ///   - memory: what servers have said; the API client has the same.
    ///   - keySets: the providers' keys; nil for ones that are loaded in every run.
    ///   - commandHint: the exact command that authorizes a connection, for error messages.
    ///   - firstGrant: told before a client secret goes to a provider for the first time without a person having signed in.
    ///   - now: the wall clock.
    ///   - sleep: waits between attempts; throws when the task is cancelled.
    public init(
        store: @escaping @Sendable () throws -> any TokenStore, transport: any HTTPTransport,
        resolver: any ConnectionResolving = CompleteDefinitions(), memory: ServerMemory = ServerMemory(),
        keySets: KeySets? = nil, profile: String = "default", commandHint: (@Sendable (Connection) -> String)? = nil,
        firstGrant: @escaping @Sendable (Connection) -> Void = { _ in },
        now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        openStore = store
        endpoint = TokenEndpoint(
            transport: transport, resolver: resolver, memory: memory, keySets: keySets, now: now)
        self.profile = profile
        self.commandHint = commandHint ?? { Self.authorizeCommand($0.name, profile: profile) }
        self.firstGrant = firstGrant
        self.now = now
        self.sleep = sleep
    }

    func store() throws -> any TokenStore {
        if let openedStore { return openedStore }
        let store = try openStore()
        openedStore = store
        return store
    }

    /// A token that is valid as far as anyone knows. It is read anew each time: another process may have refreshed it.
    ///
    /// A passing failure to refresh is no failure while the stored access token is still valid.
    /// - Parameter rejected: an access token that the API answered 401 to.
    /// - Throws: ``OAuthError`` of kind `authorizationRequired`, naming the command to run, where only a person can help;
    ///   `oauth`, `http`, `network`, `timeout`, `rateLimited` or `decode` from the token endpoint; `store`.
    public func token(for connection: Connection, rejecting rejected: Redacted<String>? = nil) async throws -> Token {
        if let given = connection.givenOAuth1Token(now: now()) { return given }
        let key = connection.tokenKey(profile: profile)
        let store = try store()
        while true {
            let stored = try await store.token(for: key)
            switch decide(stored, connection, rejected: rejected) {
            case .use(let token): return token
            case .authorize(let error): throw await explained(error, stored: stored, key: key, store: store)
            case .refresh:
                let refreshed = try await flights.run(key) {
                    try await self.renewUnderLock(connection, key: key, store: store, rejected: rejected)
                }
                // A flight that others began may return what this caller has seen rejected: then it takes its own.
                if refreshed.isNew || refreshed.token.accessToken != rejected { return refreshed.token }
            }
        }
    }

    /// Renews now, whatever the access token's age. Of several callers and processes at once only one reaches the
    /// provider: each asks for another access token than the one that it found.
    public func refresh(_ connection: Connection) async throws -> Token {
        let key = connection.tokenKey(profile: profile)
        let stored = try await store().token(for: key)
        if let stored, renewals(stored, connection).isEmpty {
            throw death(of: stored, connection)
                ?? .notAuthorized(
                    connection: connection.name, command: commandHint(connection),
                    because: "'\(connection.name)' has no refresh token: the provider gave none")
        }
        return try await token(for: connection, rejecting: stored?.accessToken)
    }

    /// Stores a token that signing in has brought. Returns when it is durable.
    /// - Returns: the token as it is stored: with the refresh token of an earlier login of the same person, if it has none.
    @discardableResult
    public func accept(_ token: Token, for connection: Connection) async throws -> Token {
        let key = connection.tokenKey(profile: profile)
        let store = try store()
        let dead = Set(deadRefreshTokens.keys)
        let now = now()
        let accepted = try await store.withLock(on: key) {
            var token = token
            // A store that cannot be read is one that cannot be written: said below.
            if token.refreshToken == nil, let earlier = try? await store.token(for: key),
                earlier.refreshToken.map({ !dead.contains($0) }) ?? false
            {
                token = token.keepingRefreshToken(of: earlier, at: now)
            }
            do { try await store.save(token, for: key) } catch {
                throw OAuthError.notSaved(error, connection: connection.name)
            }
            return token
        }
        unsavedTokens[key] = nil
        refusedGrants[key] = nil
        if let refreshToken = token.refreshToken { deadRefreshTokens[refreshToken] = nil }
        return accepted
    }

    /// Stores what a sign-in has brought, runs the `after_login` hook, which may use the token already, and stores what it
    /// wants kept.
    /// - Returns: the token as it is stored in the end.
    public func signedIn(_ token: Token, for connection: Connection) async throws -> Token {
        let token = try await accept(token, for: connection)
        let kept = try await connection.hookedLogin(token)
        guard !kept.isEmpty else { return token }
        let key = connection.tokenKey(profile: profile)
        let store = try store()
        return try await store.withLock(on: key) {
            // The hook's own requests may have refreshed it.
            var stored = try await store.token(for: key) ?? token
            stored.kept.merge(kept) { _, new in new }
            do { try await store.save(stored, for: key) } catch {
                throw OAuthError.notSaved(error, connection: connection.name)
            }
            return stored
        }
    }

    /// Waits for exchanges under way: ending the process before their tokens are stored could lose the login.
    public func finish() async {
        for exchange in exchanges.values { _ = await exchange.value }
    }

    /// `oauthlua authorize NAME`, quoted for a shell where necessary.
    public static func authorizeCommand(_ target: String, profile: String) -> String {
        let flag = profile == "default" ? "" : "--profile \(ShellWord.quote(profile)) "
        return "oauthlua authorize \(flag)\(ShellWord.quote(target))"
    }
}

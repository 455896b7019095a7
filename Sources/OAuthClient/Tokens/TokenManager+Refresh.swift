import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a refresh flight brings: new from the provider, or found in the store because another process was faster.
struct Refreshed: Sendable {
    var token: Token
    var isNew: Bool
}

/// What can bring a new token.
enum Renewal: Sendable {
    case refreshToken(Redacted<String>)
    /// The connection's grant, which needs nobody.
    case grant
}

/// One attempt to get a new token, with its result stored.
enum ExchangeOutcome: Sendable {
    case token(Token)
    case failed(any Error)
}

extension TokenManager {
    /// How long to wait before the second and the third attempt, where the provider does not say.
    static var backoff: [Duration] { [.milliseconds(500), .seconds(1)] }
    /// A longer `Retry-After` is not waited for: others wait for the lock.
    static var longestWait: Duration { .seconds(5) }

    /// Renews while no other process does. What is stored is read again first, for another process may just have
    /// renewed it; and again after `invalid_grant`, for one that holds no lock (on another machine) may have.
    func renewUnderLock(
        _ connection: Connection, key: TokenKey, store: any TokenStore, rejected: Redacted<String>?
    ) async throws -> Refreshed {
        try await store.withLock(on: key) {
            try await self.saveUnsaved(key, store: store)
            while true {
                let stored = try await store.token(for: key)
                switch await self.decide(stored, connection, rejected: rejected) {
                case .use(let token): return Refreshed(token: token, isNew: false)
                case .authorize(let error):
                    throw await self.explained(error, stored: stored, key: key, store: store)
                case .refresh: break
                }
                // `decide` says refresh only where there is something to try.
                guard let renewal = await self.renewals(stored, connection).first else { continue }
                do {
                    let token = try await self.exchange(
                        renewal, stored: stored, connection: connection, key: key, store: store)
                    return Refreshed(token: token, isNew: true)
                } catch let error as OAuthError where renewal.isRefused(by: error, connection) {
                    await self.bury(renewal, error, connection)
                } catch let error as OAuthError where error.isTransient {
                    if let stored, await self.isUsable(stored, rejected: rejected) {
                        return Refreshed(token: stored, isNew: false)
                    }
                    throw error
                }
            }
        }
    }

    /// Remembers that the provider has refused: it is not asked again in this run.
    private func bury(_ renewal: Renewal, _ refusal: OAuthError, _ connection: Connection) {
        switch renewal {
        case .refreshToken(let refreshToken):
            deadRefreshTokens[refreshToken] = .refreshRefused(
                refusal, connection: connection.name, command: commandHint(connection))
        case .grant:
            let inputs = (try? connection.withCurrentFiles().inputs) ?? connection.inputs
            refusedGrants[connection.tokenKey(profile: profile)] = RefusedGrant(inputs: inputs, error: refusal)
        }
    }

    private func isUsable(_ token: Token, rejected: Redacted<String>?) -> Bool {
        token.accessToken != rejected && token.expiresAt.map { now() < $0 } ?? true
    }

    /// Up to three attempts, for a passing failure; every attempt is with the same refresh token, which providers with
    /// rotation accept for a while in case their answer was lost.
    private func exchange(
        _ renewal: Renewal, stored: Token?, connection: Connection, key: TokenKey,
        store: any TokenStore
    ) async throws -> Token {
        var delays = Self.backoff[...]
        while true {
            try Task.checkCancellation()
            switch await attempt(renewal, stored: stored, connection: connection, key: key, store: store) {
            case .token(let token): return token
            case .failed(let error):
                guard let failure = error as? OAuthError, failure.isTransient, let delay = delays.popFirst(),
                    failure.retryAfter ?? .zero <= Self.longestWait
                else { throw error }
                try await sleep(failure.retryAfter ?? delay)
            }
        }
    }

    /// Sends, reads and stores in a task of its own, which no cancellation reaches: once the provider may have rotated
    /// the refresh token, its answer must be stored.
    private func attempt(
        _ renewal: Renewal, stored: Token?, connection: Connection, key: TokenKey,
        store: any TokenStore
    ) async -> ExchangeOutcome {
        lastExchange += 1
        let id = lastExchange
        let exchange = Task { () -> ExchangeOutcome in
            do {
                if stored == nil, case .grant = renewal { firstGrant(connection) }
                let token =
                    switch renewal {
                    case .refreshToken(let refreshToken):
                        try await refreshed(refreshToken, stored: stored, connection: connection)
                    case .grant: try await granted(connection, instead: stored)
                    }
                try await save(token, for: key, connection: connection, store: store)
                return .token(token)
            } catch let error as TokenDespiteFailure {
                do { try await save(error.token, for: key, connection: connection, store: store) } catch {
                    return .failed(error)
                }
                return .failed(error.failure)
            } catch {
                return .failed(error)
            }
        }
        exchanges[id] = exchange
        defer { exchanges[id] = nil }
        return await exchange.value
    }

    private func refreshed(
        _ refreshToken: Redacted<String>, stored: Token?, connection: Connection
    ) async throws -> Token {
        let connection = try await endpoint.resolvedForRefresh(connection)
        let previous = Self.previous(stored, refreshToken: refreshToken, connection, now: now())
        return try await endpoint.token(
            refreshDraft(refreshToken, of: previous, connection), for: connection, previous: previous)
    }

    /// The token that is being refreshed. A refresh token given by the definition may belong to another login than what
    /// is stored: nothing of the stored token is kept then.
    private static func previous(
        _ stored: Token?, refreshToken: Redacted<String>, _ connection: Connection, now: Date
    ) -> Token {
        if let stored, [stored.refreshToken, connection.renewable(stored, at: now)].contains(refreshToken) {
            return stored
        }
        return Token(accessToken: Redacted(""), refreshToken: refreshToken, obtainedAt: now)
    }

    /// What the `refresh` hook sends, or else the standard's request.
    private func refreshDraft(
        _ refreshToken: Redacted<String>, of token: Token, _ connection: Connection
    ) async throws -> TokenEndpointRequest {
        if let draft = try await connection.hookedRefresh(of: token) { return draft }
        guard
            refreshToken != connection.renewable(token, at: now()) || connection.endpoints.refreshesWith == .accessToken
        else {
            throw OAuthError.notAuthorized(
                connection: connection.name, command: commandHint(connection),
                because: "the refresh hook of '\(connection.name)' has nothing to send, and there is no refresh token")
        }
        return try connection.refreshRequest(refreshToken)
    }

    private func save(_ token: Token, for key: TokenKey, connection: Connection, store: any TokenStore) async throws {
        do {
            try await store.save(token, for: key)
        } catch {
            unsavedTokens[key] = token
            throw OAuthError.notSaved(error, connection: connection.name)
        }
    }

    /// Stores what could not be stored before, unless something newer is there.
    private func saveUnsaved(_ key: TokenKey, store: any TokenStore) async throws {
        guard let token = unsavedTokens[key] else { return }
        let stored = try await store.token(for: key)
        if stored.map({ $0.obtainedAt <= token.obtainedAt }) ?? true { try await store.save(token, for: key) }
        unsavedTokens[key] = nil
    }
}

extension Connection {
    /// The access token where it renews itself: providers without refresh tokens, by `refresh_with` or a `refresh` hook.
    /// Without a hook only a token that has not ended can.
    func renewable(_ token: Token?, at now: Date) -> Redacted<String>? {
        guard !fetchesItsTokens, let token, !token.accessToken.reveal().isEmpty else { return nil }
        let isAlive = token.expiresAt.map { now < $0 } ?? true
        if endpoints.refreshesWith == .accessToken { return isAlive || has(.refresh) ? token.accessToken : nil }
        return has(.refresh) && token.refreshToken == nil ? token.accessToken : nil
    }

    /// What may be exchanged for a new token, the best first.
    func refreshCredentials(_ token: Token?, at now: Date) -> [Redacted<String>] {
        let renewable = renewable(token, at: now)
        if endpoints.refreshesWith == .accessToken { return renewable.map { [$0] } ?? [] }
        return [token?.refreshToken, inputs.refreshToken, renewable].compactMap { $0 }
    }
}

extension OAuthError {
    /// The provider has given new tokens, and the store did not take them.
    static func notSaved(_ error: any Error, connection: String) -> OAuthError {
        let cause = error as? OAuthError
        return OAuthError(
            .store,
            "the new tokens of '\(connection)' could not be stored: \(cause?.message ?? String(describing: error))",
            advice: cause?.advice ?? "Repair the store and run again; if the login is lost then, authorize again",
            connection: connection)
    }
}

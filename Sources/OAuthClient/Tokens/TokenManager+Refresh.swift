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

/// One attempt to exchange a refresh token, with its result stored.
enum ExchangeOutcome: Sendable {
    case token(Token)
    case failed(any Error, retryAfter: Duration?)
}

extension TokenManager {
    /// How long to wait before the second and the third attempt, where the provider does not say.
    static var backoff: [Duration] { [.milliseconds(500), .seconds(1)] }
    /// A longer `Retry-After` is not waited for: others wait for the lock.
    static var longestWait: Duration { .seconds(5) }

    /// Refreshes while no other process does. What is stored is read again first, for another process may just have
    /// refreshed it; and again after `invalid_grant`, for one that holds no lock (on another machine) may have.
    func refreshUnderLock(
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
                // `decide` says refresh only where there is a refresh token.
                guard let refreshToken = await self.refreshTokens(stored, connection).first else { continue }
                do {
                    let token = try await self.exchange(
                        refreshToken, stored: stored, connection: connection, key: key, store: store)
                    return Refreshed(token: token, isNew: true)
                } catch let error as OAuthError where error.oauthError == "invalid_grant" {
                    await self.bury(refreshToken, error, connection)
                } catch let error as OAuthError where error.isTransient {
                    if let stored, await self.isUsable(stored, rejected: rejected) {
                        return Refreshed(token: stored, isNew: false)
                    }
                    throw error
                }
            }
        }
    }

    private func bury(_ refreshToken: Redacted<String>, _ refusal: OAuthError, _ connection: Connection) {
        deadRefreshTokens[refreshToken] = .refreshRefused(
            refusal, connection: connection.name, command: commandHint(connection))
    }

    private func isUsable(_ token: Token, rejected: Redacted<String>?) -> Bool {
        token.accessToken != rejected && token.expiresAt.map { now() < $0 } ?? true
    }

    /// Up to three attempts, for a passing failure; every attempt is with the same refresh token, which providers with
    /// rotation accept for a while in case their answer was lost.
    private func exchange(
        _ refreshToken: Redacted<String>, stored: Token?, connection: Connection, key: TokenKey,
        store: any TokenStore
    ) async throws -> Token {
        var delays = Self.backoff[...]
        while true {
            try Task.checkCancellation()
            switch await attempt(refreshToken, stored: stored, connection: connection, key: key, store: store) {
            case .token(let token): return token
            case .failed(let error, let retryAfter):
                guard (error as? OAuthError)?.isTransient == true, let delay = delays.popFirst(),
                    retryAfter ?? .zero <= Self.longestWait
                else { throw error }
                try await sleep(retryAfter ?? delay)
            }
        }
    }

    /// Sends, reads and stores in a task of its own, which no cancellation reaches: once the provider may have rotated
    /// the refresh token, its answer must be stored.
    private func attempt(
        _ refreshToken: Redacted<String>, stored: Token?, connection: Connection, key: TokenKey,
        store: any TokenStore
    ) async -> ExchangeOutcome {
        lastExchange += 1
        let id = lastExchange
        let exchange = Task { () -> ExchangeOutcome in
            var retryAfter: Duration?
            do {
                let answer = try await endpoint.send(connection.refreshRequest(refreshToken), for: connection)
                retryAfter = RetryAfter.delay(answer.headers, now: now())
                let token = try TokenResponse.read(
                    status: answer.status, headers: answer.headers, body: answer.body, now: now(),
                    previous: Self.previous(stored, refreshToken: refreshToken, now: now()), connection: connection)
                try await save(token, for: key, connection: connection, store: store)
                return .token(token)
            } catch {
                return .failed(error, retryAfter: retryAfter)
            }
        }
        exchanges[id] = exchange
        defer { exchanges[id] = nil }
        return await exchange.value
    }

    /// The token that is being refreshed. A refresh token given by the definition may belong to another login than what
    /// is stored: nothing of the stored token is kept then.
    private static func previous(_ stored: Token?, refreshToken: Redacted<String>, now: Date) -> Token {
        if let stored, stored.refreshToken == refreshToken { return stored }
        return Token(accessToken: Redacted(""), refreshToken: refreshToken, obtainedAt: now)
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

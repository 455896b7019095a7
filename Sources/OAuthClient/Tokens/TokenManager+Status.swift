import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How one connection stands: everything that can be said of its token without a secret.
public struct TokenStatus: Sendable, Equatable {
    public var connection: String
    public var profile: String
    public var state: TokenState
    /// The scopes granted: what the provider said, or else what the definition asks for (RFC 6749 §5.1).
    public var scope: [String]
    public var expiresAt: Date?
    public var refreshTokenExpiresAt: Date?
    public var hasRefreshToken: Bool
    public var obtainedAt: Date?
    /// Where the store is.
    public var location: String
    /// Why a login that seems to be there does not count.
    public var note: String?
}

extension TokenStatus {
    /// What a store's record says, where its connection's definition is not at hand.
    public init(_ record: TokenRecord, location: String, now: Date) {
        self.init(
            connection: record.key.connection, profile: record.key.profile,
            state: TokenState(of: record.token, now: now, hasGivenRefreshToken: false), scope: record.token.scope ?? [],
            expiresAt: record.token.expiresAt, refreshTokenExpiresAt: record.token.refreshTokenExpiresAt,
            hasRefreshToken: record.token.refreshToken != nil, obtainedAt: record.token.obtainedAt, location: location)
    }
}

extension TokenManager {
    /// Reads the store only; asks no provider.
    public func status(for connection: Connection) async throws -> TokenStatus {
        let key = connection.tokenKey(profile: profile)
        let store = try store()
        let stored = try await store.token(for: key)
        let state = TokenState(of: stored, now: now(), hasGivenRefreshToken: connection.givenRefreshToken != nil)
        return TokenStatus(
            connection: connection.name, profile: profile, state: state,
            scope: stored.map { $0.scope ?? connection.scope } ?? [], expiresAt: stored?.expiresAt,
            refreshTokenExpiresAt: stored?.refreshTokenExpiresAt, hasRefreshToken: stored?.refreshToken != nil,
            obtainedAt: stored?.obtainedAt, location: store.location,
            note: stored == nil ? await mismatch(key, store: store) : nil)
    }
}

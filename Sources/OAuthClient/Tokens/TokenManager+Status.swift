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
    /// What the definition asks for and the provider did not grant.
    public var missingScopes: [String] = []
    /// What is kept with the token.
    public var kept: [String: String] = [:]
    public var expiresAt: Date?
    public var refreshTokenExpiresAt: Date?
    public var hasRefreshToken: Bool
    /// Whether a new token can be had without a person.
    public var isRenewable: Bool
    public var obtainedAt: Date?
    /// Where the store is.
    public var location: String
    /// Why a login that seems to be there does not count.
    public var note: String?
    /// Whose token it is, by the verified claims of its ID token.
    public var account: String?
    /// How tokens are obtained, how the client proves itself and what else the definition asks for; nil and empty where the
    /// definition is not at hand.
    public var grant: String?
    public var clientAuthentication: String?
    public var features: [String] = []
}

extension TokenStatus {
    /// What a store's record says, where its connection's definition is not at hand.
    public init(_ record: TokenRecord, location: String, now: Date) {
        self.init(
            connection: record.key.connection, profile: record.key.profile,
            state: TokenState(of: record.token, now: now), scope: record.token.scope ?? [], kept: record.token.kept,
            expiresAt: record.token.expiresAt, refreshTokenExpiresAt: record.token.refreshTokenExpiresAt,
            hasRefreshToken: record.token.refreshToken != nil, isRenewable: record.token.refreshToken != nil,
            obtainedAt: record.token.obtainedAt, location: location, account: record.token.account)
    }
}

extension TokenManager {
    /// Reads the store only; asks no provider.
    public func status(for connection: Connection) async throws -> TokenStatus {
        let key = connection.tokenKey(profile: profile)
        let store = try store()
        let given = connection.givenOAuth1Token(now: now())
        let stored = if let given { given } else { try await store.token(for: key) }
        let renews = connection.renewable(stored, at: now()) != nil
        let definitionRenews = connection.inputs.refreshToken != nil || connection.fetchesItsTokens
        let state = TokenState(of: stored, now: now(), definitionRenews: definitionRenews || renews)
        let hasRefreshToken =
            renews || (connection.endpoints.refreshesWith == .refreshToken && stored?.refreshToken != nil)
        return TokenStatus(
            connection: connection.name, profile: profile, state: state,
            scope: stored.map { $0.scope ?? connection.scope } ?? [],
            missingScopes: stored.map(connection.missingScopes) ?? [], kept: stored?.kept ?? [:],
            expiresAt: stored?.expiresAt, refreshTokenExpiresAt: stored?.refreshTokenExpiresAt,
            hasRefreshToken: hasRefreshToken, isRenewable: hasRefreshToken || definitionRenews,
            obtainedAt: stored?.obtainedAt, location: store.location,
            note: stored == nil ? await mismatch(key, store: store) : nil, account: stored?.account,
            grant: connection.grant.name,
            clientAuthentication: connection.grant == .oauth1 ? nil : connection.client.authentication.rawValue,
            features: connection.features)
    }
}

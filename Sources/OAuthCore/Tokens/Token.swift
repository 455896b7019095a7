#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a token endpoint gave us (RFC 6749 §5.1), with its times made absolute.
public struct Token: Sendable, Equatable {
    public var accessToken: Redacted<String>
    /// As the provider wrote it; compare without case (RFC 6749 §5.1). "Bearer" where the provider was silent.
    public var type: String
    public var refreshToken: Redacted<String>?
    public var idToken: Redacted<String>?
    /// When the access token ends by our clock; nil where the provider did not say: such a token is used until a 401.
    public var expiresAt: Date?
    public var refreshTokenExpiresAt: Date?
    /// The scopes granted, nil where the provider did not say (then they are the ones asked for, RFC 6749 §5.1).
    public var scope: [String]?
    public var obtainedAt: Date
    /// The token secret of OAuth 1.0a (RFC 5849 §2.3).
    public var secret: Redacted<String>?
    /// The private JWK that the token is bound to (RFC 9449).
    public var dpopKey: Redacted<String>?
    /// The claims of the ID token, where it could be verified: a JSON object.
    public var claims: String?
    /// What the definition keeps of the token response, the callback and the `after_login` hook.
    public var kept: [String: String] = [:]

    public init(
        accessToken: Redacted<String>, type: String = "Bearer", refreshToken: Redacted<String>? = nil,
        idToken: Redacted<String>? = nil, expiresAt: Date? = nil, refreshTokenExpiresAt: Date? = nil,
        scope: [String]? = nil, obtainedAt: Date
    ) {
        self.accessToken = accessToken
        self.type = type
        self.refreshToken = refreshToken
        self.idToken = idToken
        self.expiresAt = expiresAt
        self.refreshTokenExpiresAt = refreshTokenExpiresAt
        self.scope = scope
        self.obtainedAt = obtainedAt
    }
}

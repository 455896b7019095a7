#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What an ID token must be to be believed (OpenID Connect Core §3.1.3.7), besides its signature.
public struct IDTokenRules: Sendable {
    /// How far the provider's clock may be off, in seconds: "usually no more than a few minutes" (RFC 7519 §4.1.4).
    public static let leeway: TimeInterval = 300

    public var connection: String
    public var clientID: String
    /// nil: any; for providers whose issuer is another for every account.
    public var issuer: String?
    /// What this sign-in sent; nil: nothing.
    public var nonce: String?
    /// The claims of the ID token that came when the person signed in, where this one comes with a refresh.
    public var previous: [String: JSONValue]?
    /// What came with the ID token: `at_hash` is about it.
    public var accessToken: Redacted<String>?

    public init(
        _ connection: Connection, nonce: String? = nil, previous: [String: JSONValue]? = nil,
        accessToken: Redacted<String>? = nil
    ) {
        self.connection = connection.name
        clientID = connection.client.id
        issuer = connection.endpoints.issuer
        self.nonce = nonce
        self.previous = previous
        self.accessToken = accessToken
    }

    /// Judges the claims of an ID token whose signature is good.
    /// - Parameter now: when the ID token came.
    public func check(
        header: [String: JSONValue], claims: [String: JSONValue], now: Date
    ) throws(OAuthError) {
        try checkIssuer(claims)
        try checkAudience(claims)
        try checkTimes(claims, now)
        try checkSignIn(claims)
        try checkHash(header, claims)
        guard claims["sub"]?.text?.isEmpty == false else { throw refusal("does not say who signed in (sub)") }
    }

    /// What can be asked of an ID token whose signature nobody can check: that it belongs to this sign-in, or to the same
    /// person as before. It came from the token endpoint itself (§3.1.3.7, 6).
    public func checkSignIn(_ claims: [String: JSONValue]) throws(OAuthError) {
        if let nonce {
            guard let claimed = claims["nonce"]?.text, ConstantTime.equal(claimed, nonce) else {
                throw refusal(
                    "belongs to another sign-in: its nonce is not ours",
                    advice: "Sign in again; if it happens every time, ask the provider why it does not repeat the nonce"
                )
            }
        }
        guard let previous else { return }
        // §12.2. A nonce need not be there, but must not be another.
        for name in ["iss", "sub"] where claims[name] != previous[name] {
            throw refusal(
                "is about another account than the login that was refreshed: its \(name) has changed",
                advice: "Sign in again")
        }
        if let nonce = previous["nonce"], let claimed = claims["nonce"], claimed != nonce {
            throw refusal("belongs to another sign-in: its nonce has changed", advice: "Sign in again")
        }
    }

    func refusal(_ reason: String, advice: String? = nil) -> OAuthError {
        OAuthError(
            .oauth, "the ID token that came for '\(connection)' \(reason)", advice: advice, connection: connection)
    }
}

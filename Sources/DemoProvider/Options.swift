extension DemoProvider {
    /// How the provider behaves. The defaults are those of a careful provider; tests turn the knobs.
    public struct Options: Sendable {
        /// 0 takes a free one.
        public var port = 0
        /// `expires_in` is this in whole seconds, rounded down; the token itself ends to the millisecond.
        public var accessTokenLifetime: Duration = .seconds(3600)
        /// From the issue of each refresh token; nil: they do not end by themselves.
        public var refreshTokenLifetime: Duration?
        /// Each refresh gives a new refresh token and ends the old one; without, responses carry none (as Google's).
        public var rotatesRefreshTokens = true
        /// For this long after its use, and while its successor was never used, a used refresh token gets the same
        /// successors again (Xero: 30 minutes, Atlassian: 10). Zero: any second use kills the family (RFC 9700 §4.14.2).
        public var reuseGrace: Duration = .zero
        /// An authorization request without `code_challenge` is refused.
        public var requiresPKCE = true
        /// Skips the login and consent pages: the authorization endpoint redirects with a code at once.
        public var consentsItself = false
        public var clientID = "demo-client"
        /// The confidential client's; `client_secret_basic` and `client_secret_post` are both accepted.
        public var clientSecret = "demo-secret"
        /// A client without a secret (RFC 6749 §2.1).
        public var publicClientID = "demo-public"
        /// What each token request takes, half of it before and half of it after the decision is made.
        public var latency: Duration = .zero
        /// Events in the primary calendar, about half of them in the past.
        public var eventCount = 250
        /// Whether a code grant gives a refresh token at all.
        public var returnsRefreshToken = true
        /// Whether authorization responses carry `iss` (RFC 9207).
        public var sendsIss = true
        /// What can also be changed while the provider runs.
        public var behaviour = Behaviour()
        /// Serves https with certificates of an authority made at the start, and asks clients for theirs (RFC 8705).
        public var usesTLS = false
        /// Whom it plays.
        var masquerade: Masquerade?

        public init() {}
    }

    /// The known providers that ``Options/play(_:)`` knows, sorted.
    public static let playable: [String] = Masquerade.all.keys.sorted()
}

extension DemoProvider.Options {
    /// Answers as that provider at its host names, by https, with the lifetime of its access tokens.
    ///
    /// - Returns: False for one that it cannot play.
    public mutating func play(_ id: String) -> Bool {
        guard let rules = Masquerade.all[id] else { return false }
        masquerade = rules
        usesTLS = true
        accessTokenLifetime = .seconds(rules.token.lifetime)
        return true
    }
}

import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Everything the provider remembers. What a request means is decided by the value types it holds; the actor keeps
/// decisions that belong together in one step.
actor ProviderState {
    struct AccessGrant: Sendable {
        var family: Int
        var scope: [String]
        var issuedAt: Date
        var expiresAt: Date
        /// RFC 8707.
        var resources: [String] = []
        /// The thumbprint of the DPoP key, and of the certificate, that whoever uses it has to hold.
        var proofKey: String?
        var certificate: String?
    }

    var options: DemoProvider.Options
    var clients: Clients
    /// When the provider started; the calendar is laid around this day.
    nonisolated let startedAt = Date()
    private(set) var endpoints: Endpoints
    var sessions = Sessions()
    var codes = AuthorizationCodes()
    var families: [RotatingFamily] = []
    var accessGrants: [Redacted<String>: AccessGrant] = [:]
    /// The family each refresh token that was ever given out belongs to.
    var familyOfRefreshToken: [Redacted<String>: Int] = [:]
    var stats = Stats()
    var fault: Fault?
    var behaviour: Behaviour { options.behaviour }
    var keyRing = KeyRing()
    var replays = ReplayMemory()
    var nonces = DPoPNonces()
    var devices = DeviceCodes()
    var pushed = PushedRequests()
    var oauth1 = OAuth1Tokens()
    var played = PlayedTokens()
    /// Of `/api/document`: see ``DocumentController``.
    var documentVersion = 1
    /// A second for each version, so that two versions of one second differ.
    var documentModifiedAt: Date { startedAt.addingTimeInterval(Double(documentVersion)) }
    /// What a client that registers itself may have to show (RFC 7591 §3).
    let initialAccessToken = Redacted(RandomToken.make("demo_initial_"))
    /// Of https; nil without.
    let authority: CertificateAuthority?

    init(options: DemoProvider.Options, authority: CertificateAuthority? = nil) {
        self.authority = authority
        self.options = options
        clients = Clients(options)
        endpoints = Endpoints(port: options.port, options: options)
    }

    func open(at endpoints: Endpoints) { self.endpoints = endpoints }

    /// What time it is here, which an operator can move (``Behaviour/clockOffset``).
    var now: Date { Date().addingTimeInterval(Double(behaviour.clockOffset)) }

    /// The issuer a request addresses: the provider's own, or a tenant's at `/tenant/{tenant}/…`.
    func issuer(of context: DemoContext) -> String { issuer(tenant: context.parameters.get("tenant")) }

    func issuer(tenant: String?) -> String { endpoints.issuer + (tenant.map { "/tenant/" + $0 } ?? "") }

    func count(_ counter: WritableKeyPath<Stats, Int> & Sendable) { stats[keyPath: counter] += 1 }
}

/// What happened so far, for `GET /_demo/stats`.
struct Stats: Sendable, Equatable {
    /// Authorization requests that were asked or answered, good ones and bad ones.
    var authorizations = 0
    /// Codes redeemed.
    var codeGrants = 0
    /// Refreshes that minted new tokens.
    var refreshes = 0
    /// Refreshes that got the successor again within the grace.
    var graceReplays = 0
    /// Used refresh tokens, or used codes, that came again.
    var reusesDetected = 0
    var familiesRevoked = 0
    /// Requests at the token endpoint, and those of them that were answered with an error.
    var tokenRequests = 0
    var tokenErrors = 0
    /// Requests at the calendar API and userinfo, and those of them that were answered with 401.
    var apiCalls = 0
    var unauthorized = 0
    /// Clients that registered themselves, and browsers that were signed out.
    var registrations = 0
    var logouts = 0
    /// Answers of `/api/document` with the document, and those that say it is the same.
    var documents = 0
    var notModified = 0
    /// Requests at `/api/pages`.
    var pages = 0

    var json: JSON {
        [
            "authorizations": .integer(authorizations), "code_grants": .integer(codeGrants),
            "refreshes": .integer(refreshes), "grace_replays": .integer(graceReplays),
            "reuses_detected": .integer(reusesDetected), "families_revoked": .integer(familiesRevoked),
            "token_requests": .integer(tokenRequests), "token_errors": .integer(tokenErrors),
            "api_calls": .integer(apiCalls), "unauthorized": .integer(unauthorized),
            "registrations": .integer(registrations), "logouts": .integer(logouts),
            "documents": .integer(documents), "not_modified": .integer(notModified),
            "pages": .integer(pages),
        ]
    }
}

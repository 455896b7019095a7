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
    }

    let options: DemoProvider.Options
    let clients: Clients
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

    init(options: DemoProvider.Options) {
        self.options = options
        clients = Clients(options)
        endpoints = Endpoints(port: options.port, options: options)
    }

    func open(at endpoints: Endpoints) { self.endpoints = endpoints }

    var issuerInResponses: String? { options.sendsIss ? endpoints.issuer : nil }

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

    var json: JSON {
        [
            "authorizations": .integer(authorizations), "code_grants": .integer(codeGrants),
            "refreshes": .integer(refreshes), "grace_replays": .integer(graceReplays),
            "reuses_detected": .integer(reusesDetected), "families_revoked": .integer(familiesRevoked),
            "token_requests": .integer(tokenRequests), "token_errors": .integer(tokenErrors),
            "api_calls": .integer(apiCalls), "unauthorized": .integer(unauthorized),
        ]
    }
}

import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The refresh tokens that descend from one login, and what a use of each of them means (RFC 9700 §4.14.2).
///
/// A value type that decides and does nothing else: tests drive it with a clock of their own.
struct RotatingFamily: Sendable {
    /// What one token response gave out.
    struct Pair: Sendable, Equatable {
        var accessToken: Redacted<String>
        var accessTokenExpiresAt: Date
        var refreshToken: Redacted<String>?
        var refreshTokenExpiresAt: Date?
    }

    enum Decision: Sendable, Equatable {
        /// The first use of the newest token: a new pair is minted.
        case issue
        /// A second use within the grace, the successor unused: the client lost the response, it gets the same again.
        case replay(Pair)
        /// A second use otherwise: somebody else has the token too. The family is revoked from now on.
        case reuse
        case refused(Refusal)
    }

    enum Refusal: Sendable, Equatable { case unknown, expired, revoked }

    let clientID: String
    let scope: [String]
    let rotates: Bool
    let grace: Duration
    let details: LoginDetails
    private(set) var isRevoked = false
    /// All pairs whose refresh token was given out, oldest first, each with the time its refresh token was used.
    private(set) var generations: [(pair: Pair, usedAt: Date?)] = []

    init(
        clientID: String, scope: [String], rotates: Bool, grace: Duration, details: LoginDetails = LoginDetails(),
        first: Pair
    ) {
        self.details = details
        self.clientID = clientID
        self.scope = scope
        self.rotates = rotates
        self.grace = grace
        generations = [(first, nil)]
    }

    /// What a use of `token` now leads to, and nothing changes.
    func decision(for token: Redacted<String>, now: Date) -> Decision {
        guard let index = generations.lastIndex(where: { $0.pair.refreshToken == token }) else {
            return .refused(.unknown)
        }
        guard !isRevoked else { return .refused(.revoked) }
        if let end = generations[index].pair.refreshTokenExpiresAt, end <= now { return .refused(.expired) }
        guard let usedAt = generations[index].usedAt, rotates else { return .issue }
        // Only the last but one can have an unused successor.
        guard index == generations.count - 2, now.timeIntervalSince(usedAt) < grace.seconds else { return .reuse }
        return .replay(generations[index + 1].pair)
    }

    /// Uses `token`: a reuse revokes the family, an issue is recorded with the pair that `mint` makes.
    mutating func use(_ token: Redacted<String>, now: Date, mint: () -> Pair) -> (Decision, Pair?) {
        let decision = decision(for: token, now: now)
        switch decision {
        case .issue:
            let pair = mint()
            // Without rotation the token stays the newest, and each response has an access token only.
            if rotates {
                generations[generations.count - 1].usedAt = now
                generations.append((pair, nil))
            }
            return (decision, pair)
        case .replay(let pair): return (decision, pair)
        case .reuse:
            isRevoked = true
            return (decision, nil)
        case .refused: return (decision, nil)
        }
    }

    mutating func revoke() { isRevoked = true }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

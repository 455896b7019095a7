#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How a connection stands, as `oauthlua status` shows it.
public enum TokenState: String, Sendable, CaseIterable {
    /// The access token is valid as far as we know.
    case authorized
    /// The access token has ended and nothing can renew it.
    case expired
    /// The access token has ended, or there is none yet, but nobody has to sign in for a new one: there is a refresh
    /// token, or the grant needs no person.
    case refreshable
    case none

    /// - Parameter definitionRenews: whether the definition itself can bring a token.
    public init(of token: Token?, now: Date, definitionRenews: Bool = false) {
        guard let token else {
            self = definitionRenews ? .refreshable : .none
            return
        }
        if token.expiresAt.map({ now < $0 }) ?? true {
            self = .authorized
        } else if token.refreshToken != nil, token.refreshTokenExpiresAt.map({ now < $0 }) ?? true {
            self = .refreshable
        } else {
            self = definitionRenews ? .refreshable : .expired
        }
    }
}

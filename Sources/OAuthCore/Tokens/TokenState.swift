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
    /// The access token has ended, or there is none yet, but a refresh token can bring a new one.
    case refreshable
    case none

    public init(of token: Token?, now: Date, hasGivenRefreshToken: Bool = false) {
        guard let token else {
            self = hasGivenRefreshToken ? .refreshable : .none
            return
        }
        if token.expiresAt.map({ now < $0 }) ?? true {
            self = .authorized
        } else if token.refreshToken != nil, token.refreshTokenExpiresAt.map({ now < $0 }) ?? true {
            self = .refreshable
        } else {
            self = hasGivenRefreshToken ? .refreshable : .expired
        }
    }
}

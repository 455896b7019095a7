import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Token {
    /// With the refresh token of an earlier login, where this one brought none: Google gives one with the first consent alone,
    /// and that one lives on. Only if the ID tokens of both name the same person, and nothing more was granted than then: a
    /// refresh would take it away again.
    func keepingRefreshToken(of earlier: Token?, at now: Date) -> Token {
        guard refreshToken == nil, let earlier, let kept = earlier.refreshToken,
            earlier.refreshTokenExpiresAt.map({ now < $0 }) ?? true,
            let subject = TokenEndpoint.believedClaims(self)?["sub"]?.text, !subject.isEmpty,
            TokenEndpoint.believedClaims(earlier)?["sub"]?.text == subject,
            Set(scope ?? []).isSubset(of: earlier.scope ?? scope ?? [])
        else { return self }
        var token = self
        token.refreshToken = kept
        token.refreshTokenExpiresAt = earlier.refreshTokenExpiresAt
        return token
    }
}

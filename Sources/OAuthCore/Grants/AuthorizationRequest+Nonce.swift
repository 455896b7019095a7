#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension AuthorizationRequest {
    /// Whether the ID token that came with `token`, if any, answers this sign-in: its `nonce` is the one that was sent
    /// (OpenID Connect Core §3.1.3.7, 11). It came from the token endpoint itself, so its signature adds nothing (§3.1.3.7, 6).
    public func check(_ token: Token) throws(OAuthError) {
        guard let nonce, let idToken = token.idToken else { return }
        let parts = idToken.reveal().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64URL.decode(parts[1]), let claims = JSONValue(payload) else {
            throw OAuthError(
                .oauth, "the ID token that the provider sent for '\(connection)' cannot be read",
                advice: "Leave `openid` out of the scope if you need no ID token", connection: connection)
        }
        guard let claimed = claims["nonce"]?.text, ConstantTime.equal(claimed, nonce) else {
            throw OAuthError(
                .oauth, "the ID token that came for '\(connection)' belongs to another sign-in: its nonce is not ours",
                advice: "Sign in again; if it happens every time, ask the provider why it does not repeat the nonce",
                connection: connection)
        }
    }
}

import OAuthCore

extension ProviderState {
    /// RFC 6749 §6.
    func refreshGrant(_ asking: GrantRequest) throws(TokenError) -> TokenAnswer {
        let token = Redacted(try asking.required("refresh_token"))
        guard let number = familyOfRefreshToken[token], families[number].clientID == asking.client.id else {
            throw TokenError("invalid_grant", "The refresh token is not one of this client's")
        }
        let scope = asking.form["scope"]?.split(separator: " ").map(String.init) ?? families[number].scope
        guard scope.allSatisfy(families[number].scope.contains) else {
            throw TokenError("invalid_scope", "A refresh cannot widen the scope (RFC 6749 §6)")
        }
        let details = families[number].details
        guard details.refreshKey ?? asking.proofKey == asking.proofKey else {
            throw TokenError("invalid_grant", "The refresh token is bound to another DPoP key")
        }
        let resources = try asking.resources(among: details.resources)
        let now = asking.now
        let (decision, pair) = families[number].use(token, now: now) {
            mint(
                asking, family: number, scope: scope, resources: resources, refreshToken: options.rotatesRefreshTokens)
        }
        switch decision {
        case .issue: stats.refreshes += 1
        case .replay: stats.graceReplays += 1
        case .reuse:
            stats.reusesDetected += 1
            stats.familiesRevoked += 1
            throw TokenError("invalid_grant", "The refresh token was used before; all tokens of this login are revoked")
        case .refused(.expired): throw TokenError("invalid_grant", "The refresh token has expired")
        case .refused: throw TokenError("invalid_grant", "The refresh token is revoked")
        }
        guard let pair else { throw TokenError("invalid_grant", "The refresh token is revoked") }
        var repeated = details
        repeated.nonce = nil  // OpenID Connect Core §12.2
        return answer(asking, pair: pair, scope: scope, details: repeated)
    }
}

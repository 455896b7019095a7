import OAuthCore

extension ProviderState {
    /// RFC 6749 §4.1.3.
    func codeGrant(_ asking: GrantRequest) throws(TokenError) -> TokenAnswer {
        let code = Redacted(try asking.required("code"))
        let redemption = codes.redeem(
            code, clientID: asking.client.id, redirectURI: asking.form["redirect_uri"],
            verifier: asking.form["code_verifier"], now: asking.now)
        switch redemption {
        case .refused(let reason): throw TokenError("invalid_grant", reason)
        case .replayed(let family):
            stats.reusesDetected += 1
            if let family { revoke(family: family) }
            throw TokenError("invalid_grant", "The code was used before; the tokens it gave are revoked")
        case .granted(let request):
            guard request.issuer ?? endpoints.issuer == asking.request.issuer else {
                throw TokenError("invalid_grant", "The code is one of another issuer")
            }
            // RFC 9449 §10.
            guard request.proofKey ?? asking.proofKey == asking.proofKey else {
                throw TokenError("invalid_grant", "The code is bound to another DPoP key")
            }
            var details = request.details
            details.resources = try asking.resources(among: details.resources)
            stats.codeGrants += 1
            let (answer, family) = open(
                asking, scope: request.scope, details: details, refreshToken: options.returnsRefreshToken)
            codes.record(family: family, for: code)
            return answer
        }
    }
}

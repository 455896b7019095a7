import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    private static let singleParameters = [
        "grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "scope", "client_id", "client_secret",
        "client_assertion", "client_assertion_type", "assertion", "device_code", "username", "password",
        "subject_token", "actor_token",
    ]

    /// One token request, authenticated and dispatched by its grant type.
    func token(_ request: TokenRequest) throws(TokenError) -> TokenAnswer {
        stats.tokenRequests += 1
        do throws(TokenError) {
            if let repeated = request.form.repeated(among: Self.singleParameters) {
                throw TokenError("invalid_request", "\(repeated) is there more than once")
            }
            let anonymous = request.authorization == nil ? clientOfAssertion(request.form) : nil
            let client = if let anonymous { anonymous } else { try client(of: request) }
            return try granted(
                GrantRequest(request: request, client: client, proofKey: try proofKey(of: request)))
        } catch {
            stats.tokenErrors += 1
            throw error
        }
    }

    private func proofKey(of request: TokenRequest) throws(TokenError) -> String? {
        do throws(DPoPProof.Problem) {
            return try proofKey(request.proofs, method: request.method, url: request.url, now: request.now)
        } catch {
            throw TokenError(error.code, error.description)
        }
    }

    /// Opens a login and gives its first tokens.
    func open(
        _ asking: GrantRequest, scope: [String], details: LoginDetails, refreshToken: Bool
    ) -> (answer: TokenAnswer, family: Int) {
        var details = details
        if asking.request.issuer != endpoints.issuer { details.issuer = asking.request.issuer }
        // A client that authenticates is bound by that already (RFC 9449 §5).
        if asking.client.isPublic { details.refreshKey = asking.proofKey }
        let number = families.count
        let pair = mint(
            asking, family: number, scope: scope, resources: details.resources, refreshToken: refreshToken)
        families.append(
            RotatingFamily(
                clientID: asking.client.id, scope: scope, rotates: options.rotatesRefreshTokens,
                grace: options.reuseGrace, details: details, first: pair))
        return (answer(asking, pair: pair, scope: scope, details: details), number)
    }

    func answer(
        _ asking: GrantRequest, pair: RotatingFamily.Pair, scope: [String], details: LoginDetails
    ) -> TokenAnswer {
        let answer = TokenAnswer(
            pair: pair, scope: scope, now: asking.now, tokenType: asking.proofKey == nil ? "Bearer" : "DPoP"
        ).with("authorization_details", details.authorizationDetails)
        guard scope.contains("openid"), details.subject != nil else { return answer }
        return answer.with(
            "id_token",
            .string(
                idToken(
                    for: asking.client, details: details, scope: scope, accessToken: pair.accessToken.reveal(),
                    code: nil, now: asking.now)))
    }

    func mint(
        _ asking: GrantRequest, family: Int, scope: [String], resources: [String], refreshToken: Bool
    ) -> RotatingFamily.Pair {
        let now = asking.now
        let end = now.addingTimeInterval(options.accessTokenLifetime.seconds)
        var pair = RotatingFamily.Pair(
            accessToken: Redacted(RandomToken.make("demo_at_")), accessTokenExpiresAt: end, refreshToken: nil,
            refreshTokenExpiresAt: nil)
        accessGrants[pair.accessToken] = AccessGrant(
            family: family, scope: scope, issuedAt: now, expiresAt: end, resources: resources,
            proofKey: asking.proofKey, certificate: asking.boundCertificate)
        if refreshToken {
            let token = Redacted(RandomToken.make("demo_rt_"))
            familyOfRefreshToken[token] = family
            pair.refreshToken = token
            pair.refreshTokenExpiresAt = options.refreshTokenLifetime.map { now.addingTimeInterval($0.seconds) }
        }
        return pair
    }

    func revoke(family number: Int) {
        guard !families[number].isRevoked else { return }
        families[number].revoke()
        stats.familiesRevoked += 1
    }

    /// What an access token is good for now; nil where it is good for nothing.
    func liveGrant(_ token: Redacted<String>, now: Date = Date()) -> AccessGrant? {
        guard let grant = accessGrants[token], grant.expiresAt > now, !families[grant.family].isRevoked else {
            return nil
        }
        return grant
    }

    /// Whether a refresh with `token` would succeed now.
    func honours(_ token: Redacted<String>) -> Bool {
        guard let number = familyOfRefreshToken[token] else { return false }
        switch families[number].decision(for: token, now: Date()) {
        case .issue, .replay: return true
        case .reuse, .refused: return false
        }
    }
}

extension GrantRequest {
    /// Tokens of clients that authenticate by a certificate are bound to it (RFC 8705 §3).
    var boundCertificate: String? {
        client.authentication == .certificate ? request.certificate : nil
    }
}

import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    /// A successful token response (RFC 6749 §5.1).
    struct TokenAnswer: Sendable {
        var pair: RotatingFamily.Pair
        var scope: [String]
        var now: Date

        var json: JSON {
            [
                "access_token": .string(pair.accessToken.reveal()), "token_type": "Bearer",
                "expires_in": .integer(wholeSeconds(until: pair.accessTokenExpiresAt)),
                "refresh_token": pair.refreshToken.map { .string($0.reveal()) },
                "refresh_token_expires_in": pair.refreshTokenExpiresAt.map { .integer(wholeSeconds(until: $0)) },
                "scope": .string(scope.joined(separator: " ")),
            ]
        }

        /// Rounded to milliseconds first: a sum of dates may come out a hair below the whole second it means.
        private func wholeSeconds(until end: Date) -> Int {
            max(0, Int((end.timeIntervalSince(now) * 1000).rounded()) / 1000)
        }
    }

    /// One token request, authenticated and dispatched by its grant type.
    func token(_ form: Form, authorization: String?) throws(TokenError) -> TokenAnswer {
        stats.tokenRequests += 1
        do throws(TokenError) {
            let names = ["grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "scope", "client_id"]
            if let repeated = form.repeated(among: names + ["client_secret"]) {
                throw TokenError("invalid_request", "\(repeated) is there more than once")
            }
            let credentials = try ClientCredentials.read(authorization: authorization, form: form)
            let client = try credentials.client(among: clients)
            switch form["grant_type"] {
            case "authorization_code": return try redeemCode(form, client: client)
            case "refresh_token": return try refresh(form, client: client)
            case nil: throw TokenError("invalid_request", "grant_type is missing")
            default:
                throw TokenError("unsupported_grant_type", "Only authorization_code and refresh_token are supported")
            }
        } catch {
            stats.tokenErrors += 1
            throw error
        }
    }

    private func redeemCode(_ form: Form, client: Client) throws(TokenError) -> TokenAnswer {
        guard let code = form["code"].map({ Redacted($0) }) else {
            throw TokenError("invalid_request", "code is missing")
        }
        let now = Date()
        let redemption = codes.redeem(
            code, clientID: client.id, redirectURI: form["redirect_uri"], verifier: form["code_verifier"], now: now)
        switch redemption {
        case .refused(let reason): throw TokenError("invalid_grant", reason)
        case .replayed(let family):
            stats.reusesDetected += 1
            if let family { revoke(family: family) }
            throw TokenError("invalid_grant", "The code was used before; the tokens it gave are revoked")
        case .granted(let request):
            stats.codeGrants += 1
            let number = families.count
            let pair = mint(family: number, scope: request.scope, refreshToken: options.returnsRefreshToken, now: now)
            families.append(
                RotatingFamily(
                    clientID: client.id, scope: request.scope, rotates: options.rotatesRefreshTokens,
                    grace: options.reuseGrace, first: pair))
            codes.record(family: number, for: code)
            return TokenAnswer(pair: pair, scope: request.scope, now: now)
        }
    }

    private func refresh(_ form: Form, client: Client) throws(TokenError) -> TokenAnswer {
        guard let token = form["refresh_token"].map({ Redacted($0) }) else {
            throw TokenError("invalid_request", "refresh_token is missing")
        }
        guard let number = familyOfRefreshToken[token], families[number].clientID == client.id else {
            throw TokenError("invalid_grant", "The refresh token is not one of this client's")
        }
        let scope = form["scope"]?.split(separator: " ").map(String.init) ?? families[number].scope
        guard scope.allSatisfy(families[number].scope.contains) else {
            throw TokenError("invalid_scope", "A refresh cannot widen the scope (RFC 6749 §6)")
        }
        let now = Date()
        let (decision, pair) = families[number].use(token, now: now) {
            mint(family: number, scope: scope, refreshToken: options.rotatesRefreshTokens, now: now)
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
        return TokenAnswer(pair: pair, scope: scope, now: now)
    }

    private func mint(family: Int, scope: [String], refreshToken: Bool, now: Date) -> RotatingFamily.Pair {
        let end = now.addingTimeInterval(options.accessTokenLifetime.seconds)
        var pair = RotatingFamily.Pair(
            accessToken: Redacted(RandomToken.make("demo_at_")), accessTokenExpiresAt: end, refreshToken: nil,
            refreshTokenExpiresAt: nil)
        accessGrants[pair.accessToken] = AccessGrant(family: family, scope: scope, issuedAt: now, expiresAt: end)
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

import Crypto
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    /// A token request at a played provider.
    func play(_ rules: Masquerade, token form: Form, basic: String?) throws(PlayedRefusal) -> PlayedAnswer {
        stats.tokenRequests += 1
        do throws(PlayedRefusal) {
            let client = try playedClient(rules, form, basic: basic)
            switch form["grant_type"] {
            case "authorization_code": return try redeem(rules, form, client)
            case "refresh_token": return try refresh(rules, form, client)
            case nil: throw .parameter("grant_type")
            case rules.token.exchange: return try exchange(rules, form, client)
            default: throw .grantType
            }
        } catch {
            stats.tokenErrors += 1
            throw error
        }
    }

    /// A token request that was refused before it was read.
    func countRefusedBody() {
        stats.tokenRequests += 1
        stats.tokenErrors += 1
    }

    /// Whose token it is; nil for one that has ended, or never was.
    func playedLogin(_ token: String?) -> PlayedLogin? {
        stats.apiCalls += 1
        let login = token.flatMap { played.login(ofAccessToken: $0, now: now) }
        if login == nil { stats.unauthorized += 1 }
        return login.map { played[$0] }
    }

    // MARK: Grants

    private func redeem(
        _ rules: Masquerade, _ form: Form, _ client: Client
    ) throws(PlayedRefusal) -> PlayedAnswer {
        guard let code = form["code"] else { throw .parameter("code") }
        guard let number = played.redeem(code, now: now), played[number].clientID == client.id else { throw .code }
        let login = played[number]
        guard form["redirect_uri"] != nil || !rules.token.needsRedirectURI else { throw .parameter("redirect_uri") }
        guard form["redirect_uri"] ?? login.redirectURI == login.redirectURI else { throw .redirectURI }
        if rules.authorization.pkce != .ignored, let challenge = login.parameters["code_challenge"] {
            let digest = SHA256.hash(data: Data((form["code_verifier"] ?? "").utf8))
            guard Base64URL.encode(Data(digest)) == challenge else { throw .verifier }
        }
        stats.codeGrants += 1
        let refreshToken = rules.authorization.givesRefreshToken(login) ? played.refreshToken(for: number) : nil
        return answer(rules, form, client, number, refreshToken: refreshToken, isRefresh: false)
    }

    private func refresh(
        _ rules: Masquerade, _ form: Form, _ client: Client
    ) throws(PlayedRefusal) -> PlayedAnswer {
        guard let token = form["refresh_token"] else { throw .parameter("refresh_token") }
        var grace = 0
        if case .single(let seconds) = rules.token.rotation { grace = seconds }
        guard let number = played.login(ofRefreshToken: token, grace: TimeInterval(grace), now: now),
            played[number].clientID == client.id
        else { throw .refreshToken }
        var next: String?
        switch rules.token.rotation {
        case .single:
            played.use(refreshToken: token, now: now)
            next = played.refreshToken(for: number)
        case .renewed: next = played.refreshToken(for: number)
        case .repeated: next = token
        case .omitted: break
        }
        if rules.token.endsOldTokens { played.endAccessTokens(of: number) }
        stats.refreshes += 1
        return answer(rules, form, client, number, refreshToken: next, isRefresh: true)
    }

    private func exchange(
        _ rules: Masquerade, _ form: Form, _ client: Client
    ) throws(PlayedRefusal) -> PlayedAnswer {
        let name = rules.token.exchange ?? ""
        guard let token = form[name] else { throw .parameter(name) }
        guard let number = played.login(ofAccessToken: token, now: now), played[number].clientID == client.id else {
            throw .refreshToken
        }
        stats.refreshes += 1
        return answer(rules, form, client, number, refreshToken: nil, isRefresh: true, isLong: true)
    }

    private func answer(
        _ rules: Masquerade, _ form: Form, _ client: Client, _ number: Int, refreshToken: String?, isRefresh: Bool,
        isLong: Bool = false
    ) -> PlayedAnswer {
        let login = played[number]
        // The provider's own, unless the operator says another.
        var duration = options.accessTokenLifetime
        if isLong, duration == .seconds(rules.token.lifetime) { duration = .seconds(rules.token.longLifetime) }
        let lifetime = TimeInterval(duration.components.seconds) + TimeInterval(duration.components.attoseconds) / 1e18
        let token = played.accessToken(for: number, lifetime: lifetime, now: now)
        var idToken: String?
        if let openID = rules.openID, login.scope.contains("openid"), !isRefresh {
            let nonce = openID.repeatsNonce ? login.parameters["nonce"] : nil
            let details = LoginDetails(issuer: openID.issuer, nonce: nonce)
            idToken = self.idToken(
                for: client, details: details, scope: login.scope, accessToken: token, code: nil, now: now)
        }
        return PlayedAnswer(
            login: login, accessToken: token, refreshToken: refreshToken, expiresIn: Int(lifetime), idToken: idToken,
            isRefresh: isRefresh, parameters: form, now: now)
    }

    private func playedClient(
        _ rules: Masquerade, _ form: Form, basic header: String?
    ) throws(PlayedRefusal) -> Client {
        let ways = rules.token.clientAuthentication
        var id = form[rules.authorization.clientParameter]
        var secret = form["client_secret"]
        if let header {
            guard ways.contains(.basic), header.lowercased().hasPrefix("basic "),
                let data = Data(base64Encoded: String(header.dropFirst(6))),
                let pair = String(validating: data, as: UTF8.self)?.split(separator: ":", maxSplits: 1),
                pair.count == 2, id == nil || id == Form.decode(pair[0]), secret == nil
            else { throw .client }
            id = Form.decode(pair[0])
            secret = Form.decode(pair[1])
        }
        guard let id, let client = clients[id] else { throw .client }
        guard let known = client.secret else {
            guard ways.contains(.none) else { throw .client }
            guard secret == nil else { throw .secretOfPublicClient }
            return client
        }
        guard header != nil || ways.contains(.post), let secret, SHA256.same(secret, known.reveal()) else {
            throw .client
        }
        return client
    }
}

import Hummingbird

extension Masquerade {
    /// An application with token rotation. Redirects are https only; the bot's token is on top, the person's below
    /// `authed_user`, each for scopes of its own; a refresh has the new token on top, whosever it is. Every answer has
    /// status 200, and `ok` says whether it is one.
    static let slack = Masquerade(
        id: "slack",
        authorization: AuthorizationRules(
            url: "slack.com/oauth/v2/authorize", redirect: .exact("https://localhost:8484/callback"), pkce: .ignored,
            scopeSeparators: [","], scopeParameters: ["scope", "user_scope"]),
        token: TokenRules(
            url: "slack.com/api/oauth.v2.access", clientAuthentication: [.basic, .post], needsRedirectURI: false,
            lifetime: 43_200, rotation: .single(grace: 0), answer: tokens,
            refuse: { refusal, _ in
                let code =
                    switch refusal {
                    case .client, .secretOfPublicClient: "bad_client_secret"
                    case .redirectURI: "bad_redirect_uri"
                    case .refreshToken: "invalid_refresh_token"
                    case .grantType: "invalid_grant_type"
                    case .body, .parameter: "invalid_arguments"
                    default: "invalid_code"
                    }
                return .json(["ok": false, "error": .string(code)])
            }),
        api: APIRules(
            unauthorized: { .json(["ok": false, "error": "token_expired"]) },
            endpoints: [
                .init("slack.com/api/auth.test") { _ in
                    .json(["ok": true, "team_id": "T1", "user_id": "U1", "user": .string(DemoUser.name)])
                },
                .init("slack.com/api/auth.test", method: .post) { _ in
                    .json(["ok": true, "team_id": "T1", "user_id": "U1", "user": .string(DemoUser.name)])
                },
            ]))

    @Sendable private static func tokens(_ answer: PlayedAnswer) -> JSON {
        let isBot = answer.login.parameters["scope"] != nil
        let scope = answer.login.parameters[isBot ? "scope" : "user_scope"] ?? ""
        let token = answer.standard.with("token_type", isBot ? "bot" : "user").with("scope", .string(scope))
        let team: JSON = ["ok": true, "app_id": "A1", "team": ["id": "T1", "name": "Demo"], "enterprise": .null]
        func joined(_ one: JSON, _ other: JSON) -> JSON { .object((one.members ?? []) + (other.members ?? [])) }
        if answer.isRefresh { return joined(team, token) }
        let user: JSON = ["id": "U1"]
        return isBot
            ? joined(team, token).with("bot_user_id", "U2").with("authed_user", user)
            : team.with("authed_user", joined(user, token))
    }
}

import Hummingbird

extension Masquerade {
    /// OAuth 2 with PKCE, Basic, `offline.access` and refresh tokens for one use; OAuth 1.0a beside it, on the older host. The
    /// same API takes both.
    static let x = Masquerade(
        id: "x",
        authorization: AuthorizationRules(
            url: "x.com/i/oauth2/authorize", redirect: .exact("http://127.0.0.1:8484/callback"), pkce: .required,
            givesRefreshToken: { $0.scope.contains("offline.access") }),
        token: TokenRules(
            url: "api.x.com/2/oauth2/token", clientAuthentication: [.basic, .none], lifetime: 7200,
            rotation: .single(grace: 0),
            answer: { $0.standard.with("token_type", "bearer") },
            refuse: { refusal, _ in
                guard refusal.code != "invalid_client" else {
                    return .json(
                        ["error": "unauthorized_client", "error_description": "Missing valid authorization header"],
                        status: .unauthorized)
                }
                return .json(
                    [
                        "error": "invalid_request",
                        "error_description": "Value passed for the token was invalid.",
                    ], status: .badRequest)
            }),
        api: APIRules(
            unauthorized: {
                .json(
                    ["title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"],
                    status: .unauthorized)
            },
            endpoints: [
                .init("api.x.com/2/users/me") { _ in
                    .json(["data": ["id": "1", "username": .string(DemoUser.name)]])
                }
            ]),
        signed: SignatureRules(
            requestToken: "api.twitter.com/oauth/request_token", authorize: "api.twitter.com/oauth/authorize",
            accessToken: "api.twitter.com/oauth/access_token", redirectURI: "http://127.0.0.1:8484/callback"))
}

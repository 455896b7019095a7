import Hummingbird

extension Masquerade {
    /// Basic for every token request, refresh tokens for one use.
    static let zoom = Masquerade(
        id: "zoom",
        authorization: AuthorizationRules(url: "zoom.us/oauth/authorize", needsScope: false),
        token: TokenRules(
            url: "zoom.us/oauth/token", clientAuthentication: [.basic], lifetime: 3599, rotation: .single(grace: 0),
            answer: {
                $0.standard.with("token_type", "bearer").with("scope", "user:read:user")
                    .with("api_url", "https://api.zoom.us")
            },
            refuse: { refusal, _ in
                .json(["reason": .string(refusal.text), "error": .string(refusal.code)], status: refusal.status)
            }),
        api: APIRules(
            unauthorized: { .json(["code": 124, "message": "Access token is expired."], status: .unauthorized) },
            endpoints: [
                .init("api.zoom.us/v2/users/me") { _ in
                    .json(["id": "1", "display_name": .string(DemoUser.fullName)])
                }
            ]))
}

import Hummingbird

extension Masquerade {
    /// `localhost` is refused, any port of 127.0.0.1 accepted; the client's secret comes by Basic; a refresh brings no
    /// refresh token.
    static let spotify = Masquerade(
        id: "spotify",
        authorization: AuthorizationRules(
            url: "accounts.spotify.com/authorize", redirect: .anyPort("http://127.0.0.1/callback"), needsScope: false),
        token: TokenRules(
            url: "accounts.spotify.com/api/token", clientAuthentication: [.basic, .none],
            refuse: { refusal, _ in
                .json(
                    ["error": .string(refusal.code), "error_description": .string(refusal.text)], status: .badRequest)
            }),
        api: APIRules(
            unauthorized: {
                .json(["error": ["status": 401, "message": "The access token expired"]], status: .unauthorized)
            },
            endpoints: [
                .init("api.spotify.com/v1/me") { _ in
                    .json(["id": .string(DemoUser.name), "display_name": .string(DemoUser.fullName)])
                }
            ]))
}

import Hummingbird

extension Masquerade {
    /// No refresh token: a living token is exchanged for one that lives long, by GET.
    static let facebook = Masquerade(
        id: "facebook",
        authorization: AuthorizationRules(
            url: "www.facebook.com/dialog/oauth", redirect: .anyPort("http://localhost/callback"),
            scopeSeparators: [",", " "],
            needsScope: false, givesRefreshToken: { _ in false }),
        token: TokenRules(
            url: "graph.facebook.com/oauth/access_token", takesGET: true, clientAuthentication: [.post], lifetime: 5400,
            exchange: "fb_exchange_token",
            answer: { $0.standard.with("token_type", "bearer").with("scope", nil) },
            refuse: { refusal, _ in problem(refusal.text, code: number(of: refusal)) }),
        api: APIRules(
            unauthorized: {
                let message = "Error validating access token: Session has expired."
                var response = problem(message, code: 190)
                response.headers[.wwwAuthenticate] = "OAuth \"Facebook Platform\" \"invalid_token\" \"\(message)\""
                return response
            },
            endpoints: [
                .init("graph.facebook.com/me") { _ in
                    .json(["id": "1", "name": .string(DemoUser.fullName)])
                }
            ]))

    private static func number(of refusal: PlayedRefusal) -> Int {
        switch refusal {
        case .client, .secretOfPublicClient: 101
        case .refreshToken: 190
        case .redirectURI: 191
        default: 100
        }
    }

    private static func problem(_ message: String, code: Int) -> Response {
        .json(
            [
                "error": [
                    "message": .string(message), "type": "OAuthException", "code": .integer(code), "fbtrace_id": "A1",
                ]
            ], status: .badRequest)
    }
}

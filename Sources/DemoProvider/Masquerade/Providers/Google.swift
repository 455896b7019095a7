import Hummingbird
import OAuthCore

extension Masquerade {
    /// A refresh token comes with `access_type=offline`, at the first consent or with `prompt=consent`; a refresh brings none.
    /// The scopes `email` and `profile` come back under other names.
    static let google = Masquerade(
        id: "google",
        authorization: AuthorizationRules(
            url: "accounts.google.com/o/oauth2/v2/auth", redirect: .loopback,
            givesRefreshToken: { login in
                login.parameters["access_type"] == "offline"
                    && (login.isFirst || login.parameters["prompt"]?.split(separator: " ").contains("consent") == true)
            },
            callback: { login, _, _ in [Parameter("scope", login.scope.map(fullName).joined(separator: " "))] }),
        token: TokenRules(
            url: "oauth2.googleapis.com/token", clientAuthentication: [.basic, .post], lifetime: 3599,
            answer: { $0.standard.with("scope", .string($0.login.scope.map(fullName).joined(separator: " "))) },
            refuse: { refusal, _ in
                refusal == .redirectURI
                    ? .json(
                        ["error": "redirect_uri_mismatch", "error_description": "Bad Request"], status: .badRequest)
                    : refusal.standard
            }),
        api: APIRules(
            unauthorized: {
                .json(
                    [
                        "error": [
                            "code": 401, "message": "Request had invalid authentication credentials.",
                            "status": "UNAUTHENTICATED",
                        ]
                    ], status: .unauthorized)
            },
            endpoints: [
                .init("openidconnect.googleapis.com/v1/userinfo") { _ in
                    .json(["sub": .string(DemoUser.subject), "name": .string(DemoUser.fullName)])
                },
                .init("www.googleapis.com/calendar/v3/users/me/calendarList") { _ in
                    .json(["kind": "calendar#calendarList", "items": [["id": "primary"]]])
                },
            ]),
        openID: OpenIDRules(
            issuer: "https://accounts.google.com", discovery: "accounts.google.com/.well-known/openid-configuration",
            keys: "www.googleapis.com/oauth2/v3/certs"))

    private static func fullName(_ scope: String) -> String {
        ["email", "profile"].contains(scope) ? "https://www.googleapis.com/auth/userinfo." + scope : scope
    }
}

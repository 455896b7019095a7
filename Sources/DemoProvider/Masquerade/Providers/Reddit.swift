import HTTPTypes
import Hummingbird

extension Masquerade {
    /// A refresh token comes with `duration=permanent`; a program that does not say who it is gets 429; errors about
    /// codes have status 200, and those about refresh tokens no code.
    static let reddit = Masquerade(
        id: "reddit",
        authorization: AuthorizationRules(
            url: "www.reddit.com/api/v1/authorize", redirect: .exact("http://127.0.0.1:8484/callback"), pkce: .ignored,
            givesRefreshToken: { $0.parameters["duration"] == "permanent" }),
        token: TokenRules(
            url: "www.reddit.com/api/v1/access_token", clientAuthentication: [.basic], lifetime: 86_400,
            rotation: .repeated, demands: anonymous,
            answer: { $0.standard.with("token_type", "bearer") },
            refuse: { refusal, _ in
                switch refusal {
                case .client, .secretOfPublicClient: unauthorized()
                case .refreshToken: .json(["message": "Bad Request", "error": 400], status: .badRequest)
                default: .json(["error": .string(refusal.code)], headers: .uncached)
                }
            }),
        api: APIRules(
            demands: anonymous, unauthorized: unauthorized,
            endpoints: [
                .init("oauth.reddit.com/api/v1/me") { _ in .json(["name": .string(DemoUser.name), "id": "1"]) }
            ]))

    /// `platform:name:version`, and maybe more.
    @Sendable private static func anonymous(_ request: Request) -> Response? {
        let parts = (request.headers[.userAgent] ?? "").split(separator: " ").first?.split(separator: ":") ?? []
        return parts.count >= 3
            ? nil : .json(["message": "Too Many Requests", "error": 429], status: .tooManyRequests)
    }

    @Sendable private static func unauthorized() -> Response {
        .json(["message": "Unauthorized", "error": 401], status: .unauthorized)
    }
}

import HTTPTypes
import Hummingbird

extension Masquerade {
    /// Errors are a list of objects; Basic, and refresh tokens for one use.
    static let fitbit = Masquerade(
        id: "fitbit",
        authorization: AuthorizationRules(url: "www.fitbit.com/oauth2/authorize"),
        token: TokenRules(
            url: "api.fitbit.com/oauth2/token", clientAuthentication: [.basic], lifetime: 28_800,
            rotation: .single(grace: 0), answer: { $0.standard.with("user_id", "DEMO1") },
            refuse: { refusal, _ in problem(refusal.code, refusal.text, refusal.status) }),
        api: APIRules(
            unauthorized: { problem("expired_token", "Access token expired", .unauthorized) },
            endpoints: [
                .init("api.fitbit.com/1/user/-/profile.json") { _ in
                    .json(["user": ["encodedId": "DEMO1", "displayName": .string(DemoUser.fullName)]])
                }
            ]))

    private static func problem(_ type: String, _ message: String, _ status: HTTPResponse.Status) -> Response {
        let item: JSON = ["errorType": .string(type), "message": .string(message)]
        return .json(["errors": [item], "success": false], status: status)
    }
}

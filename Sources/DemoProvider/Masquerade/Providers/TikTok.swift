import HTTPTypes
import Hummingbird

extension Masquerade {
    /// A client id is a `client_key`; redirects are https only; the API answers in an envelope that says `ok` in `error`,
    /// and wants to be told which fields.
    static let tiktok = Masquerade(
        id: "tiktok",
        authorization: AuthorizationRules(
            url: "www.tiktok.com/v2/auth/authorize/", clientParameter: "client_key",
            redirect: .exact("https://localhost:8484/callback"), pkce: .ignored, scopeSeparators: [","]),
        token: TokenRules(
            url: "open.tiktokapis.com/v2/oauth/token/", clientAuthentication: [.post], lifetime: 86_400,
            rotation: .single(grace: 0),
            answer: {
                $0.standard.with("scope", .string($0.scope(","))).with("open_id", .string(DemoUser.subject))
                    .with("refresh_expires_in", .integer(31_536_000))
            },
            refuse: { refusal, _ in
                .json(
                    [
                        "error": .string(refusal.code), "error_description": .string(refusal.text), "log_id": "1",
                    ], status: refusal.status)
            }),
        api: APIRules(
            unauthorized: {
                .json(
                    ["data": [:], "error": error("access_token_invalid", "The access token is invalid.")],
                    status: .unauthorized)
            },
            endpoints: [
                .init("open.tiktokapis.com/v2/user/info/") { call in
                    guard call.query["fields"] != nil else {
                        return .json(
                            ["data": [:], "error": error("invalid_params", "The fields are missing.")],
                            status: .badRequest)
                    }
                    return .json(["data": ["user": ["open_id": .string(DemoUser.subject)]], "error": error("ok", "")])
                }
            ]))

    private static func error(_ code: String, _ message: String) -> JSON {
        ["code": .string(code), "message": .string(message), "log_id": "1"]
    }
}

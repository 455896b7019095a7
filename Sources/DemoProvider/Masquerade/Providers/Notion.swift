import HTTPTypes
import Hummingbird

extension Masquerade {
    /// The token request is JSON with Basic; every request at the API says which version it means.
    static let notion = Masquerade(
        id: "notion",
        authorization: AuthorizationRules(
            url: "api.notion.com/v1/oauth/authorize", pkce: .ignored, needsScope: false, required: ["owner": "user"]),
        token: TokenRules(
            url: "api.notion.com/v1/oauth/token", body: .json, clientAuthentication: [.basic],
            rotation: .single(grace: 0),
            answer: {
                $0.standard.with("token_type", "bearer").with("expires_in", nil).with("scope", nil)
                    .with("bot_id", "b1").with("workspace_id", "w1").with("workspace_name", "Demo")
            },
            refuse: { refusal, _ in
                .json(["error": .string(refusal.code), "request_id": "1"], status: refusal.status)
            }),
        api: APIRules(
            demands: { request in
                guard request.headers[HTTPField.Name("Notion-Version")!] == nil else { return nil }
                return problem("missing_version", "Notion-Version header should be defined.", .badRequest)
            },
            unauthorized: { problem("unauthorized", "API token is invalid.", .unauthorized) },
            endpoints: [
                .init("api.notion.com/v1/users/me") { _ in
                    .json(["object": "user", "id": "b1", "type": "bot", "name": "Demo"])
                }
            ]))

    private static func problem(_ code: String, _ message: String, _ status: HTTPResponse.Status) -> Response {
        .json(
            [
                "object": "error", "status": .integer(status.code), "code": .string(code),
                "message": .string(message),
            ], status: status)
    }
}

import HTTPTypes
import Hummingbird

extension Masquerade {
    /// A refresh token comes with `token_access_type=offline`; the API knows POST only, with JSON bodies.
    static let dropbox = Masquerade(
        id: "dropbox",
        authorization: AuthorizationRules(
            url: "www.dropbox.com/oauth2/authorize", needsScope: false,
            givesRefreshToken: { $0.parameters["token_access_type"] == "offline" }),
        token: TokenRules(
            url: "api.dropboxapi.com/oauth2/token", clientAuthentication: [.basic, .post, .none], lifetime: 14_400,
            answer: { answer in
                let token = answer.standard.with("token_type", "bearer")
                return answer.isRefresh
                    ? token.with("scope", nil) : token.with("uid", "1").with("account_id", "dbid:1")
            }),
        api: APIRules(
            unauthorized: {
                .json(
                    ["error_summary": "expired_access_token/..", "error": [".tag": "expired_access_token"]],
                    status: .unauthorized)
            },
            endpoints: [
                .init("api.dropboxapi.com/2/users/get_current_account", method: .post) { call in
                    guard call.headers[.contentType]?.hasPrefix("application/json") == true, call.body == "null" else {
                        let text = "Error in call to API function \"users/get_current_account\": expected null"
                        return .bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: .badRequest)
                    }
                    return .json(["account_id": "dbid:1", "name": ["display_name": .string(DemoUser.fullName)]])
                }
            ]))
}

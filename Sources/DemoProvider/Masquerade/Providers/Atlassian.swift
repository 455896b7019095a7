import HTTPTypes
import Hummingbird

extension Masquerade {
    /// Which site a request is for stands in its path, and `accessible-resources` tells it; refresh tokens are for one use,
    /// with ten minutes' grace, and each refresh ends the old access token. A refused refresh has status 403.
    static let atlassian = Masquerade(
        id: "atlassian",
        authorization: AuthorizationRules(
            url: "auth.atlassian.com/authorize", required: ["audience": "api.atlassian.com", "prompt": "consent"],
            givesRefreshToken: { $0.scope.contains("offline_access") }),
        token: TokenRules(
            url: "auth.atlassian.com/oauth/token", body: .either, clientAuthentication: [.post],
            rotation: .single(grace: 600), endsOldTokens: true,
            refuse: { refusal, _ in
                guard refusal == .refreshToken else { return refusal.standard }
                return .json(
                    ["error": "invalid_grant", "error_description": "Unknown or invalid refresh token."],
                    status: .forbidden)
            }),
        api: APIRules(
            unauthorized: { .json(["code": 401, "message": "Unauthorized"], status: .unauthorized) },
            endpoints: [
                .init("api.atlassian.com/oauth/token/accessible-resources") { call in
                    .json([
                        [
                            "id": .string(site), "name": "demo", "url": "https://demo.atlassian.net",
                            "scopes": .list(call.login.scope.map { .string($0) }),
                        ]
                    ])
                },
                .init("api.atlassian.com/ex/jira/{site}/rest/api/3/myself") { call in
                    guard call.variables["site"] == site else {
                        return .json(["code": 404, "message": "Not Found"], status: .notFound)
                    }
                    return .json(["accountId": "1", "displayName": .string(DemoUser.fullName)])
                },
            ]))

    private static let site = "1324a887-45db-1bf4-1e99-ef0ff456d421"
}

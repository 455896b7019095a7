import Hummingbird

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Masquerade {
    /// Where the API is comes with the token, and nothing says when that ends; a refresh token comes with the scope
    /// `refresh_token` (or `offline_access`).
    static let salesforce = Masquerade(
        id: "salesforce",
        authorization: AuthorizationRules(
            url: "login.salesforce.com/services/oauth2/authorize", needsScope: false,
            givesRefreshToken: { login in
                ["refresh_token", "offline_access", "full"].contains(where: login.scope.contains)
            }),
        token: TokenRules(
            url: "login.salesforce.com/services/oauth2/token", clientAuthentication: [.basic, .post], lifetime: 7200,
            answer: {
                $0.standard.with("expires_in", nil).with("instance_url", .string("https://" + instance))
                    .with("id", "https://login.salesforce.com/id/00D1/0051").with("signature", "c2lnbmF0dXJl")
                    .with("issued_at", .string(String(Int($0.now.timeIntervalSince1970 * 1000))))
            },
            refuse: { refusal, _ in
                .json(
                    [
                        "error": .string(refusal == .client ? "invalid_client_id" : refusal.code),
                        "error_description": .string(refusal.text),
                    ], status: .badRequest)
            }),
        api: APIRules(
            unauthorized: {
                .json(
                    [["message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"]],
                    status: .unauthorized)
            },
            endpoints: [
                .init(instance + "/services/oauth2/userinfo") { _ in
                    .json(["user_id": "0051", "name": .string(DemoUser.fullName)])
                },
                .init(instance + "/services/data/{version}/limits") { _ in
                    .json(["DailyApiRequests": ["Max": 5000, "Remaining": 4998]])
                },
            ]))

    private static let instance = "demo.my.salesforce.com"
}

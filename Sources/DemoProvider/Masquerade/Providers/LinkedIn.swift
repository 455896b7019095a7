import HTTPTypes
import Hummingbird

extension Masquerade {
    /// A partner's application: tokens live for 60 days, refresh tokens for a year. The secret comes in the body, PKCE is not
    /// for applications with a secret, the scopes come back with commas,
    /// and ID tokens have no nonce.
    static let linkedin = Masquerade(
        id: "linkedin",
        authorization: AuthorizationRules(url: "www.linkedin.com/oauth/v2/authorization", pkce: .ignored),
        token: TokenRules(
            url: "www.linkedin.com/oauth/v2/accessToken", clientAuthentication: [.post], lifetime: 5_184_000,
            rotation: .repeated,
            answer: {
                $0.standard.with("scope", .string($0.scope(",")))
                    .with("refresh_token_expires_in", .integer(31_536_000))
            }),
        api: APIRules(
            unauthorized: {
                .json(
                    [
                        "status": 401, "serviceErrorCode": 65_602, "code": "EXPIRED_ACCESS_TOKEN",
                        "message": "The token used in the request has expired",
                    ], status: .unauthorized)
            },
            endpoints: [
                .init("api.linkedin.com/v2/userinfo") { _ in
                    .json(["sub": .string(DemoUser.subject), "name": .string(DemoUser.fullName)])
                },
                .init("api.linkedin.com/rest/posts") { call in
                    guard let version = call.headers[HTTPField.Name("LinkedIn-Version")!] else {
                        return .json(
                            ["status": 400, "code": "VERSION_MISSING", "message": "A version must be present."],
                            status: .badRequest)
                    }
                    guard version.count == 6, version.allSatisfy(\.isNumber) else {
                        return .json(
                            ["status": 426, "code": "NONEXISTENT_VERSION", "message": "There is no such version."],
                            status: .upgradeRequired)
                    }
                    return .json(["elements": []])
                },
            ]),
        openID: OpenIDRules(
            issuer: "https://www.linkedin.com/oauth",
            discovery: "www.linkedin.com/oauth/.well-known/openid-configuration",
            keys: "www.linkedin.com/oauth/openid/jwks", repeatsNonce: false))
}

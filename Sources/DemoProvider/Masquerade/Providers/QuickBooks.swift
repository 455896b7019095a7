import Hummingbird
import OAuthCore

extension Masquerade {
    /// The callback alone says which company was chosen; the refresh token's value changes, and says how long it lives.
    static let quickbooks = Masquerade(
        id: "quickbooks",
        authorization: AuthorizationRules(
            url: "appcenter.intuit.com/connect/oauth2", pkce: .ignored,
            callback: { _, _, _ in [Parameter("realmId", company)] }),
        token: TokenRules(
            url: "oauth.platform.intuit.com/oauth2/v1/tokens/bearer", clientAuthentication: [.basic],
            rotation: .renewed,
            answer: {
                $0.standard.with("token_type", "bearer").with("scope", nil)
                    .with("x_refresh_token_expires_in", .integer(8_726_400))
            }),
        api: APIRules(
            unauthorized: {
                let error: JSON = [
                    "message": "message=AuthenticationFailed; errorCode=003200; statusCode=401",
                    "detail": "Malformed bearer token", "code": "3200",
                ]
                return .json(["fault": ["error": [error], "type": "AUTHENTICATION"]], status: .unauthorized)
            },
            endpoints: [
                .init("quickbooks.api.intuit.com/v3/company/{realm}/companyinfo/{company}") { call in
                    guard call.variables["realm"] == company else {
                        return .json(["fault": ["type": "AUTHORIZATION"]], status: .forbidden)
                    }
                    return .json(["CompanyInfo": ["CompanyName": "Demo", "Id": .string(company)]])
                }
            ]),
        // Its metadata is elsewhere than the standard says.
        openID: OpenIDRules(
            issuer: "https://oauth.platform.intuit.com/op/v1",
            discovery: "developer.api.intuit.com/.well-known/openid_configuration",
            keys: "oauth.platform.intuit.com/op/v1/jwks"))

    private static let company = "9130347957983546"
}

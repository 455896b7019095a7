import HTTPTypes
import Hummingbird
import OAuthCore

extension Masquerade {
    /// The callback alone says which company was chosen; the refresh token's value changes, and says how long it lives.
    /// Answers are XML unless JSON is asked for.
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
                fault("AuthenticationFailed", "3200", type: "AUTHENTICATION", .unauthorized)
            },
            endpoints: [
                .init("quickbooks.api.intuit.com/v3/company/{realm}/companyinfo/{company}") { call in
                    guard call.variables["realm"] == company else {
                        return fault("ApplicationAuthorizationFailed", "3100", type: "AUTHORIZATION", .forbidden)
                    }
                    guard call.headers[.accept]?.contains("application/json") == true else {
                        return .bytes(Array("<IntuitResponse/>".utf8), type: "application/xml")
                    }
                    return .json(["CompanyInfo": ["CompanyName": "Demo", "Id": .string(company)]])
                }
            ]),
        // Its metadata is elsewhere than the standard says.
        openID: OpenIDRules(
            issuer: "https://oauth.platform.intuit.com/op/v1",
            discovery: "developer.api.intuit.com/.well-known/openid_configuration",
            keys: "oauth.platform.intuit.com/op/v1/jwks"))

    private static func fault(
        _ name: String, _ code: String, type: String, _ status: HTTPResponse.Status
    ) -> Response {
        let error: JSON = [
            "message": .string("message=\(name); errorCode=00\(code); statusCode=\(status.code)"),
            "code": .string(code),
        ]
        return .json(["fault": ["error": [error], "type": .string(type)]], status: status)
    }

    private static let company = "9130347957983546"
}

import HTTPTypes
import Hummingbird

extension Masquerade {
    /// Which organisation a request is for stands in a header, whose value `/connections` tells; refresh tokens are for one
    /// use, with half an hour's grace. Answers are XML unless JSON is asked for.
    static let xero = Masquerade(
        id: "xero",
        authorization: AuthorizationRules(
            url: "login.xero.com/identity/connect/authorize",
            givesRefreshToken: { $0.scope.contains("offline_access") }),
        token: TokenRules(
            url: "identity.xero.com/connect/token", clientAuthentication: [.basic, .none], lifetime: 1800,
            rotation: .single(grace: 1800)),
        api: APIRules(
            unauthorized: {
                .json(
                    [
                        "Type": .null, "Title": "Unauthorized", "Status": 401,
                        "Detail": "TokenExpired: token expired",
                    ], status: .unauthorized)
            },
            endpoints: [
                .init("api.xero.com/connections") { _ in
                    .json([["id": "1", "tenantId": "demo-organisation", "tenantType": "ORGANISATION"]])
                },
                .init("api.xero.com/api.xro/2.0/Organisation") { call in
                    guard call.headers[HTTPField.Name("Xero-Tenant-Id")!] == "demo-organisation" else {
                        return .json(
                            ["Title": "Forbidden", "Status": 403, "Detail": "AuthenticationUnsuccessful"],
                            status: .forbidden)
                    }
                    guard call.headers[.accept]?.contains("application/json") == true else {
                        return .bytes(Array("<Response><Status>OK</Status></Response>".utf8), type: "text/xml")
                    }
                    return .json(["Status": "OK", "Organisations": [["Name": "Demo"]]])
                },
            ]),
        openID: OpenIDRules(
            issuer: "https://identity.xero.com", discovery: "identity.xero.com/.well-known/openid-configuration",
            keys: "identity.xero.com/.well-known/openid-configuration/jwks"))
}

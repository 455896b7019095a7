import Crypto
import HTTPTypes
import Hummingbird
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Masquerade {
    /// Each shop has a host of its own, and the token a header of its own. A token ends, and comes with a refresh token, where
    /// `expiring=1` asks for that. The callback is signed with the client's secret.
    static let shopify = Masquerade(
        id: "shopify",
        authorization: AuthorizationRules(
            url: "{shop}.myshopify.com/admin/oauth/authorize", pkce: .ignored, scopeSeparators: [","], callback: sealed),
        token: TokenRules(
            url: "{shop}.myshopify.com/admin/oauth/access_token", body: .either, clientAuthentication: [.post],
            needsRedirectURI: false, rotation: .single(grace: 0), endsOldTokens: true,
            answer: { answer in
                let token = answer.standard.with("token_type", nil).with("scope", .string(answer.scope(",")))
                return answer.isRefresh || answer.parameters["expiring"] == "1"
                    ? token.with("refresh_token_expires_in", .integer(7_776_000))
                    : token.with("expires_in", nil).with("refresh_token", nil)
            },
            refuse: { refusal, _ in
                switch refusal {
                case .refreshToken:
                    .json(
                        [
                            "error": "invalid_request",
                            "error_description": "This request requires an active refresh_token",
                        ], status: .unauthorized)
                case .code:
                    .json(
                        [
                            "error": "invalid_request",
                            "error_description": "The authorization code was not found or was already used",
                        ], status: .badRequest)
                default: refusal.standard
                }
            }),
        api: APIRules(
            header: HTTPField.Name("X-Shopify-Access-Token")!,
            unauthorized: {
                .json(
                    ["errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"],
                    status: .unauthorized)
            },
            endpoints: [
                .init("{shop}.myshopify.com/admin/api/{version}/shop.json") { call in
                    guard call.variables["shop"] == call.login.variables["shop"] else {
                        return .json(["errors": "Not Found"], status: .notFound)
                    }
                    return .json(["shop": ["id": 1, "name": .string(call.variables["shop"] ?? "")]])
                }
            ]))

    /// `hmac` over the other parameters, sorted.
    @Sendable private static func sealed(
        _ login: PlayedLogin, _ parameters: [Parameter], secret: String
    ) -> [Parameter] {
        let shop = (login.variables["shop"] ?? "") + ".myshopify.com"
        let own = [Parameter("shop", shop), Parameter("timestamp", "1767225600")]
        let text = (parameters + own).map { "\($0.name)=\($0.value)" }.sorted().joined(separator: "&")
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: Data(secret.utf8)))
        let digits = code.map { byte in String(UInt16(byte) + 256, radix: 16).dropFirst() }.joined()
        return own + [Parameter("hmac", digits)]
    }
}

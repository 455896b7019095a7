import Hummingbird

extension Masquerade {
    /// The tenant is in the path; a refresh token comes with `offline_access` and is renewed; a public client that sends a
    /// secret is refused (AADSTS700025), as is a confidential one without (AADSTS7000218).
    static let microsoft = Masquerade(
        id: "microsoft",
        authorization: AuthorizationRules(
            url: "login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
            redirect: .anyPort("http://localhost/callback"),
            allows: { isTenant($0["tenant"] ?? "") },
            givesRefreshToken: { $0.scope.contains("offline_access") }),
        token: TokenRules(
            url: "login.microsoftonline.com/{tenant}/oauth2/v2.0/token", clientAuthentication: [.basic, .post, .none],
            lifetime: 4299, rotation: .renewed,
            answer: { answer in
                // offline_access is not said again; resources' scopes are.
                let scope = answer.login.scope.filter { $0 != "offline_access" } + ["profile", "openid", "email"]
                return answer.standard.with("scope", .string(scope.joined(separator: " ")))
                    .with("ext_expires_in", .integer(answer.expiresIn))
            },
            refuse: { refusal, _ in
                let (number, text) = explained(refusal)
                return .json(
                    [
                        "error": .string(refusal.code),
                        "error_description": .string("AADSTS\(number): \(text) Trace ID: 0 Correlation ID: 0"),
                        "error_codes": [.integer(number)], "trace_id": "0", "correlation_id": "0",
                    ], status: refusal.status)
            }),
        api: APIRules(
            unauthorized: {
                .json(
                    [
                        "error": [
                            "code": "InvalidAuthenticationToken",
                            "message": "Lifetime validation failed, the token is expired.",
                        ]
                    ], status: .unauthorized)
            },
            endpoints: [
                .init("graph.microsoft.com/v1.0/me") { _ in
                    .json(["id": .string(DemoUser.subject), "displayName": .string(DemoUser.fullName)])
                }
            ]))

    private static func isTenant(_ name: String) -> Bool {
        ["common", "organizations", "consumers"].contains(name) || name.contains(".")
            || (name.count == 36 && name.split(separator: "-").count == 5)
    }

    private static func explained(_ refusal: PlayedRefusal) -> (Int, String) {
        switch refusal {
        case .client: (7_000_218, "The request body must contain: 'client_assertion' or 'client_secret'.")
        case .secretOfPublicClient:
            (700_025, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.")
        case .code: (70_008, "The provided authorization code has expired or was already redeemed.")
        case .redirectURI: (50_011, "The redirect URI does not match the redirect URIs configured.")
        case .verifier: (501_481, "The Code_Verifier does not match the code_challenge.")
        case .refreshToken:
            (
                50_173, "The provided grant has expired due to it being revoked, a fresh auth token is needed."
            )
        case .grantType: (70_003, "The app requested an unsupported grant type.")
        case .body, .parameter: (900_144, "The request body must contain a parameter that is missing.")
        }
    }
}

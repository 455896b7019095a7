import HTTPTypes
import Hummingbird

/// The documents by which a client finds the rest: OpenID Connect Discovery 1.0 §4 and RFC 8414 §3. They say what is
/// there and nothing more: no `jwks_uri`, because no ID tokens are issued.
struct DiscoveryController {
    let state: ProviderState
    let options: DemoProvider.Options

    func add(to router: Router<DemoContext>) {
        for name in ["openid-configuration", "oauth-authorization-server"] {
            router.get("/.well-known/\(name)") { _, _ in
                Response.json(document(await state.endpoints), headers: [.cacheControl: "max-age=60"])
            }
        }
    }

    private func document(_ endpoints: Endpoints) -> JSON {
        [
            "issuer": .string(endpoints.issuer),
            "authorization_endpoint": .string(endpoints.authorizationURL),
            "token_endpoint": .string(endpoints.tokenURL),
            "revocation_endpoint": .string(endpoints.revocationURL),
            "introspection_endpoint": .string(endpoints.introspectionURL),
            "userinfo_endpoint": .string(endpoints.userinfoURL),
            "scopes_supported": .list(Scope.known.map { .string($0) }),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": options.returnsRefreshToken
                ? ["authorization_code", "refresh_token"] : ["authorization_code"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "prompt_values_supported": ["none", "login", "consent"],
            "authorization_response_iss_parameter_supported": .boolean(options.sendsIss),
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
        ]
    }
}

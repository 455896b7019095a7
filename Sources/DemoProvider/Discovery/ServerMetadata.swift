/// What a discovery document says: what is there, and nothing more.
struct ServerMetadata {
    var endpoints: Endpoints
    var issuer: String
    /// What the endpoints that know issuers are below.
    var base: String
    var options: DemoProvider.Options

    private var behaviour: Behaviour { options.behaviour }

    private static let methods = ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"]

    private func texts(_ values: [String]) -> JSON { .list(values.map { .string($0) }) }

    var json: JSON {
        .object(paths.members! + supported.members! + hardening.members!)
    }

    private var paths: JSON {
        [
            "issuer": .string(issuer),
            "authorization_endpoint": .string(base + "/oauth/authorize"),
            "token_endpoint": .string(base + "/oauth/token"),
            "revocation_endpoint": .string(base + "/oauth/revoke"),
            "introspection_endpoint": .string(base + "/oauth/introspect"),
            "pushed_authorization_request_endpoint": .string(base + "/oauth/par"),
            "device_authorization_endpoint": .string(endpoints.deviceAuthorizationURL),
            "registration_endpoint": .string(endpoints.registrationURL),
            "end_session_endpoint": .string(endpoints.endSessionURL),
            "userinfo_endpoint": .string(endpoints.userinfoURL),
            "jwks_uri": .string(endpoints.jwksURL),
            "mtls_endpoint_aliases": options.usesTLS ? aliases : nil,
        ]
    }

    private var aliases: JSON {
        .object(
            [
                ("token_endpoint", "token"), ("revocation_endpoint", "revoke"),
                ("introspection_endpoint", "introspect"),
                ("pushed_authorization_request_endpoint", "par"),
            ].map { JSON.Member(name: $0.0, value: .string(endpoints.baseURL + "/mtls/oauth/" + $0.1)) })
    }

    private var supported: JSON {
        let methods = Self.methods + (options.usesTLS ? ["tls_client_auth"] : [])
        let grants = ProviderState.grantTypes.filter { $0 != "refresh_token" || options.returnsRefreshToken }
        return [
            "scopes_supported": texts(Scope.known),
            "response_types_supported": behaviour.allowsImplicit
                ? ["code", "token", "id_token", "code token", "code id_token", "id_token token", "code id_token token"]
                : ["code"],
            "response_modes_supported": texts(
                ResponseMode.allCases.filter { behaviour.allowsImplicit || !$0.isFragment }.map(\.rawValue) + ["jwt"]),
            "grant_types_supported": texts(grants),
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": texts(methods + ["none"]),
            "revocation_endpoint_auth_methods_supported": texts(methods + ["none"]),
            "introspection_endpoint_auth_methods_supported": texts(methods),
            "token_endpoint_auth_signing_alg_values_supported": texts(SigningAlgorithm.allCases.map(\.rawValue)),
            "prompt_values_supported": ["none", "login", "consent"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": texts(
                ["RS256", "ES256"]
                    + (["RS256", "ES256"].contains(behaviour.idTokenAlgorithm) ? [] : [behaviour.idTokenAlgorithm])),
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "name", "email"],
        ]
    }

    private var hardening: JSON {
        [
            "authorization_response_iss_parameter_supported": .boolean(options.sendsIss),
            "authorization_signing_alg_values_supported": ["RS256", "ES256"],
            "authorization_details_types_supported": ["payment_initiation", "account_information"],
            "dpop_signing_alg_values_supported": texts(SigningAlgorithm.asymmetric.map(\.rawValue)),
            "require_pushed_authorization_requests": .boolean(behaviour.requiresPushedRequests),
            "require_signed_request_object": .boolean(behaviour.requiresSignedRequests),
            "request_object_signing_alg_values_supported": texts(SigningAlgorithm.asymmetric.map(\.rawValue)),
            "request_parameter_supported": true,
            "request_uri_parameter_supported": false,
            "tls_client_certificate_bound_access_tokens": .boolean(options.usesTLS),
        ]
    }
}

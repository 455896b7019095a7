import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    /// RFC 7523 §2.1. The issuer is the demo's service account, as Google's are, or a client with registered keys; `sub`
    /// is whom it acts for.
    func jwtBearerGrant(_ asking: GrantRequest) throws(TokenError) -> TokenAnswer {
        guard let assertion = JWS(try asking.required("assertion")), let algorithm = assertion.algorithm,
            algorithm.keyKind != .secret
        else { throw TokenError("invalid_grant", "The assertion is no JWT with a signature by a private key") }
        let claims = assertion.claims
        let issuer = claims["iss"]?.text ?? ""
        var keys: [PublicKey] = []
        if issuer == ServiceAccount.email {
            keys = [keyRing.key(algorithm.keyKind, of: .serviceAccount)?.publicKey].compactMap { $0 }
        } else if let client = clients[issuer] {
            keys = self.keys(of: client, for: algorithm)
        }
        guard keys.contains(where: { assertion.isSigned(by: $0) }) else {
            throw TokenError("invalid_grant", "The assertion is not signed by a key of its iss")
        }
        try checkTimes(of: claims, at: asking.now) { TokenError("invalid_grant", "The assertion " + $0) }
        if let end = claims["exp"]?.seconds, end > Int(asking.now.timeIntervalSince1970) + 3600 + 60 {
            throw TokenError("invalid_grant", "The assertion lives longer than an hour")
        }
        guard isAudience(claims, asking.request) else {
            throw TokenError("invalid_grant", "The assertion's aud is neither the issuer nor the token endpoint")
        }
        var asking = asking
        // Google has the scope in the assertion.
        if let scope = claims["scope"]?.text, asking.form["scope"] == nil {
            asking.request.form.parameters.append(Parameter("scope", scope))
        }
        let details = LoginDetails(
            subject: claims["sub"]?.text ?? issuer, resources: try asking.resources())
        return open(asking, scope: try asking.scope(), details: details, refreshToken: false).answer
    }

    /// A service account needs no client of its own: the assertion says who asks (RFC 7523 §3.1).
    func clientOfAssertion(_ form: Form) -> Client? {
        guard [Self.jwtBearerGrant, Self.samlBearerGrant].contains(form["grant_type"]), form["client_id"] == nil,
            form["client_assertion"] == nil
        else { return nil }
        return Client(id: ServiceAccount.email, name: "Demo service account", authentication: .none)
    }
}

/// The account of a program, as Google issues them.
enum ServiceAccount {
    static let email = "robot@demo-project.iam.example.org"

    /// The file that a person downloads.
    static func json(key: PrivateKey, tokenURL: String, authorizationURL: String) -> JSON {
        [
            "type": "service_account", "project_id": "demo-project", "private_key_id": "demo-service-key-1",
            "private_key": .string(key.pem), "client_email": .string(email), "client_id": "100000000000000000001",
            "auth_uri": .string(authorizationURL), "token_uri": .string(tokenURL),
        ]
    }
}

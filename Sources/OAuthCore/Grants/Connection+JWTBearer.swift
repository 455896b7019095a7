#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// Exchanges a signed assertion for a token (RFC 7523 §2.1): the definition's own, a service account's, or one that
    /// the client signs.
    func jwtBearerRequest(now: Date) async throws(OAuthError) -> TokenEndpointRequest {
        if let assertion = inputs.assertion {
            return try tokenRequest([Parameter("assertion", assertion.reveal().trimmingWhitespace)])
        }
        do {
            if let text = inputs.serviceAccount {
                let account = try ServiceAccount(text)
                let assertion = try await account.assertion(for: self, audience: assertionAudience(), now: now)
                // The scope stands in the assertion.
                return try tokenRequest([Parameter("assertion", assertion.reveal())], asksForScope: false)
            }
            return try tokenRequest([Parameter("assertion", try await signedAssertion(now: now).reveal())])
        } catch {
            var error = error
            error.connection = name
            throw error
        }
    }

    /// RFC 7523 §3: who issues it, on whose behalf, for whom and until when; `jti` so that it can be refused twice.
    private func signedAssertion(now: Date) async throws(OAuthError) -> Redacted<String> {
        guard let privateKey = client.privateKey else {
            throw .missingField("private_key", connection: name, advice: "grant = 'jwt_bearer' signs with it")
        }
        var generator = SystemRandomNumberGenerator()
        var claims = assertionTimes(now: now, lifetime: inputs.assertionLifetime ?? .seconds(300))
        claims["iss"] = .string(client.id)
        claims["sub"] = .string(inputs.subject ?? client.id)
        claims["aud"] = .string(try assertionAudience())
        claims["jti"] = .string(RandomText.make(using: &generator))
        let key = try await SigningKey.make(privateKey, algorithm: try signingAlgorithm(), keyID: client.keyID)
        return Redacted(
            try key.sign(header: ["typ": .string("JWT")], claims: claims.merging(inputs.assertionClaims) { $1 }))
    }

    /// A little in the past, for providers whose clock is behind ours.
    func assertionTimes(now: Date, lifetime: Duration) -> [String: JSONValue] {
        let issued = Int64(now.timeIntervalSince1970) - 10
        return ["iat": .integer(issued), "exp": .integer(issued + lifetime.components.seconds)]
    }

    private func assertionAudience() throws(OAuthError) -> String {
        if let audience = client.assertionAudience { return audience }
        return try tokenEndpoint().absoluteString
    }

    private func signingAlgorithm() throws(OAuthError) -> SigningAlgorithm? {
        guard let named = client.signingAlgorithm else { return nil }
        if let algorithm = SigningAlgorithm(rawValue: named) { return algorithm }
        let names = SigningAlgorithm.allCases.map(\.rawValue)
        throw .definition(
            name, "field 'signing_alg' of connection '\(name)' does not know '\(VisibleText.of(named, limit: 60))'",
            advice: "Use one of: \(names.joined(separator: ", "))")
    }
}

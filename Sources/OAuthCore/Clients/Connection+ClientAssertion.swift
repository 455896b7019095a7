#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// The client's private key, which signs its assertions and its request objects, with the definition's `signing_alg`
    /// and `key_id`.
    /// - Throws: an error of kind `config` for a key that is missing or of no use.
    public func signingKey() async throws(OAuthError) -> SigningKey {
        guard let text = client.privateKey else {
            throw .missingField(
                "private_key", connection: name, advice: "Write private_key = \"file:PATH\", PEM or JWK")
        }
        do {
            return try await SigningKey.make(text, algorithm: signingAlgorithm, keyID: client.keyID)
        } catch {
            throw error.about("private_key", of: self)
        }
    }

    /// The parameters that prove the client by a signed assertion (RFC 7523 §2.2).
    /// - Parameter generator: makes the assertion's `jti`.
    func assertionParameters(
        now: Date, using generator: inout some RandomNumberGenerator & Sendable
    ) async throws(OAuthError) -> [Parameter] {
        let audience: String
        if let given = client.assertionAudience {
            audience = given
        } else {
            audience = try tokenEndpoint().absoluteString
        }
        let assertion = ClientAssertion(
            clientID: client.id, audience: audience, id: RandomText.make(using: &generator), issuedAt: now)
        var header: [String: JSONValue] = ["typ": .string("JWT")]
        let key: SigningKey
        if client.authentication == .clientSecretJWT {
            do { key = try .hmac(client.secret ?? Redacted(""), algorithm: signingAlgorithm ?? .HS256) } catch {
                throw error.about("client_secret", of: self)
            }
        } else {
            key = try await signingKey()
            if let thumbprint = try client.signingCertificateThumbprint(self) {
                header["x5t#S256"] = .string(thumbprint)
            }
        }
        return [
            Parameter("client_assertion_type", ClientAssertion.type),
            Parameter(
                "client_assertion",
                try key.sign(header: header, claims: assertion.claims.merging(client.assertionClaims) { $1 })),
        ]
    }

    /// The schema lets no other names through.
    private var signingAlgorithm: SigningAlgorithm? { client.signingAlgorithm.flatMap(SigningAlgorithm.init) }
}

extension OAuthError {
    /// What is wrong with a key, with where it came from.
    func about(_ field: String, of connection: Connection) -> OAuthError {
        var error = self
        error.message = "the \(field) of '\(connection.name)' is of no use: \(message)"
        error.connection = connection.name
        return error
    }
}

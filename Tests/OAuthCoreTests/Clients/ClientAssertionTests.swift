import Foundation
import Testing

@testable import OAuthCore

@Suite struct ClientAssertionTests {
    /// The parameters of RFC 7523 §2.2's example, whose assertion has `alg` RS256 and `kid` 22.
    @Test func exampleOfRFC7523() async throws {
        let connection = try connection(
            [
                "client_auth": "private_key_jwt", "private_key": .string(try Vectors.key("rsa-pkcs8").reveal()),
                "key_id": "22", "pkce": false, "token_params": ["client_id": false, "redirect_uri": false],
            ], without: ["client_secret"])
        let request = try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
        let draft = try connection.codeRequest(code: Redacted("n0esc3NRze7LTCu7iYzS6a5acc3f0ogp4"), for: request)
        let sent = try await fields(connection.completed(draft, now: moment))
        #expect(sent.map(\.name) == ["grant_type", "code", "client_assertion_type", "client_assertion"])
        #expect(sent[0].value == "authorization_code")
        #expect(sent[1].value == "n0esc3NRze7LTCu7iYzS6a5acc3f0ogp4")
        #expect(sent[2].value == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        let header = try JWS(sent[3].value).header
        #expect(header == ["alg": .string("RS256"), "kid": .string("22"), "typ": .string("JWT")])
    }

    @Test(
        arguments: [
            ("rsa-pkcs1", nil, "RS256"), ("rsa-pkcs1", "RS384", "RS384"), ("rsa-pkcs8", "RS512", "RS512"),
            ("rsa-pkcs8", "PS256", "PS256"), ("ec-prime256v1-sec1", nil, "ES256"),
            ("ec-secp384r1-pkcs8", nil, "ES384"), ("ec-secp521r1-sec1", "ES512", "ES512"), ("ed25519", nil, "EdDSA"),
        ] as [(String, String?, String)])
    func privateKeySignsEachAlgorithm(key: String, algorithm: String?, expected: String) async throws {
        let pem = try Vectors.key(key)
        var definition: [String: DefinitionValue] = [
            "client_auth": "private_key_jwt", "private_key": .string(pem.reveal()), "key_id": "k1",
        ]
        definition["signing_alg"] = algorithm.map { .string($0) }
        let connection = try connection(definition, without: ["client_secret"])
        let assertion = try await assertion(connection)
        let published = try await SigningKey.make(pem, keyID: "k1").publicJWK
        let set = try #require(KeySet(.object(["keys": .array([published])])))
        let verified = try await set.verify(assertion, allowing: Set(SigningAlgorithm.allCases))
        #expect(verified.header["alg"]?.text == expected)
        #expect(
            verified.claims.filter { $0.key != "jti" } == [
                "iss": .string("s6BhdRkqt3"), "sub": .string("s6BhdRkqt3"),
                "aud": .string("https://server.example.com/token"), "iat": .integer(1_700_000_000),
                "exp": .integer(1_700_000_300),
            ])
        // RFC 7523 §3: an assertion is of use once.
        let second = try JWS(try await self.assertion(connection)).unverifiedClaims()
        #expect(verified.claims["jti"]?.text?.count == 43)
        #expect(second["jti"] != verified.claims["jti"])
    }

    @Test(arguments: [nil, "HS256", "HS384", "HS512"])
    func secretSigns(algorithm: String?) async throws {
        var definition: [String: DefinitionValue] = [
            "client_auth": "client_secret_jwt", "assertion_audience": "https://server.example.com",
        ]
        definition["signing_alg"] = algorithm.map { .string($0) }
        let assertion = try await assertion(try connection(definition))
        let set = try #require(KeySet(#"{"keys":[]}"#.utf8))
        let verified = try await set.verify(
            assertion, allowing: [.HS256, .HS384, .HS512], secret: Redacted("7Fjfp0ZBr1KtDRbnfVdmIw"))
        #expect(verified.header["alg"]?.text == algorithm ?? "HS256")
        #expect(verified.claims["aud"]?.text == "https://server.example.com")
    }

    /// `openssl x509 -outform DER | openssl sha256 -binary`, in base64url.
    @Test func certificateNamesTheKey() async throws {
        let connection = try connection(
            [
                "client_auth": "private_key_jwt",
                "private_key": .string(try Vectors.key("ec-prime256v1-pkcs8").reveal()),
                "client_certificate": .string(try Vectors.text("keys/certificate.pem")),
            ], without: ["client_secret"])
        #expect(try JWS(try await assertion(connection)).header["x5t#S256"]?.text == Self.thumbprint)
        // It is not shown in TLS: it has no key of its own.
        #expect(try connection.clientIdentity() == nil)
    }

    static let thumbprint = "kKEx1x5doba8EIHSoyrb80CNJB9utt5eBobfqRY_qEU"

    @Test(
        arguments: [
            (
                ["client_auth": "private_key_jwt", "private_key": "-----BEGIN"],
                "the private_key of 'rfc' is of no use: "
            ),
            (
                ["client_auth": "private_key_jwt", "private_key": #"{"kty":"RSA"}"#],
                "the private_key of 'rfc' is of no use: the JWK has no private member d"
            ),
            (
                ["client_auth": "client_secret_jwt", "signing_alg": "RS256"],
                "the client_secret of 'rfc' is of no use: a shared secret cannot sign with RS256"
            ),
        ] as [([String: DefinitionValue], String)])
    func keyOfNoUse(definition: [String: DefinitionValue], message: String) async throws {
        let connection = try connection(definition)
        do {
            _ = try await assertion(connection)
            Issue.record("no error")
        } catch let error as OAuthError {
            #expect(error.kind == .config)
            #expect(error.connection == "rfc")
            #expect(error.message.hasPrefix(message), "\(error.message)")
        }
    }

    @Test func definitionsThatCannotProveTheClient() {
        #expect(
            definitionError(["client_auth": "private_key_jwt"])?.message == "connection 'rfc' has no private_key")
        #expect(
            definitionError(["client_auth": "tls_client_auth"])?.message == "connection 'rfc' has no client_certificate"
        )
        #expect(
            definitionError(["client_certificate": "-----BEGIN"])?.message == "connection 'rfc' has no private_key")
        #expect(definitionError(["signing_alg": "none"])?.message.contains("does not know 'none'") == true)
        #expect(
            definitionError(["client_auth": "client_secret_jwt"], without: ["client_secret"])?.message
                == "connection 'rfc' has no client_secret")
    }

    private func assertion(_ connection: Connection) async throws -> String {
        let sent = try await fields(connection.completed(connection.refreshRequest(Redacted("r")), now: moment))
        return try #require(sent.first { $0.name == "client_assertion" }?.value)
    }
}

import Testing

@testable import OAuthCore

@Suite struct SigningKeyTests {
    @Test(
        arguments: [
            ("rsa-pkcs1", .RS256), ("rsa-pkcs8", .RS256), ("ec-prime256v1-sec1", .ES256),
            ("ec-prime256v1-pkcs8", .ES256),
            ("ec-secp384r1-sec1", .ES384), ("ec-secp384r1-pkcs8", .ES384), ("ec-secp521r1-sec1", .ES512),
            ("ec-secp521r1-pkcs8", .ES512), ("ed25519", .EdDSA), ("certificate-and-key", .ES256),
        ] as [(String, SigningAlgorithm)])
    func readsPEM(name: String, algorithm: SigningAlgorithm) async throws {
        let pem = try Vectors.key(name)
        let key = try await SigningKey.make(pem, keyID: "k1")
        #expect(key.algorithm == algorithm)
        #expect(key.keyID == "k1")
        try await expectRoundTrip(key)
        for altered in [
            pem.reveal().replacing("\n", with: "\r\n"), pem.reveal().replacing("\n", with: "\\n"),
            "Bag Attributes\n  x: y\n" + pem.reveal() + "\n\n", pem.reveal().replacing("\n", with: " \n   "),
        ] {
            #expect(try await SigningKey.make(Redacted(altered)).thumbprint == key.thumbprint)
        }
    }

    @Test(
        arguments: [
            ("rsa-pkcs1", [.RS256, .RS384, .RS512, .PS256, .PS384, .PS512]), ("ec-prime256v1-sec1", [.ES256]),
            ("ec-secp384r1-sec1", [.ES384]), ("ec-secp521r1-pkcs8", [.ES512]), ("ed25519", [.EdDSA]),
        ] as [(String, Set<SigningAlgorithm>)])
    func signsWithAlgorithmsOfItsTypeOnly(name: String, fitting: Set<SigningAlgorithm>) async throws {
        for algorithm in SigningAlgorithm.allCases {
            let pem = try Vectors.key(name)
            if fitting.contains(algorithm) {
                try await expectRoundTrip(SigningKey.make(pem, algorithm: algorithm))
            } else {
                let refusal = await error { _ = try await SigningKey.make(pem, algorithm: algorithm) }
                #expect(refusal?.kind == .config)
                #expect(refusal?.message.hasSuffix("cannot sign with \(algorithm.rawValue)") == true)
                #expect(refusal?.advice?.contains(fitting.map(\.rawValue).sorted()[0]) == true)
            }
        }
    }

    @Test(arguments: [
        ("public", "a public key stands where the private key should be"),
        ("certificate", "a certificate stands where the private key should be"),
        ("encrypted-pkcs1", "the private key is encrypted with a passphrase"),
        ("encrypted-pkcs8", "the private key is encrypted with a passphrase"),
        ("openssh", "the private key is in OpenSSH's own format"),
        ("rsa-1024", "the RSA key has 1024 bits, and signatures need 2048 or more"),
        ("ec-secp256k1-pkcs8", "the EC key is on a curve that is not known here"),
    ])
    func refusesPEM(name: String, message: String) async throws {
        let pem = try Vectors.key(name)
        let refusal = await error { _ = try await SigningKey.make(pem) }
        #expect(refusal?.kind == .config)
        #expect(refusal?.message == message)
        #expect(refusal?.advice != nil)
    }

    @Test(arguments: [
        ("", "neither PEM nor JWK"), ("hello", "neither PEM nor JWK"),
        ("-----BEGIN PRIVATE KEY-----", "neither PEM nor JWK"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "cannot be read"), ("{", "not JSON"),
        ("{}", "no private member d"), (#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#, "no private member d"),
        (#"{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB"}"#, "17 bits"), (#"{"kty":"RSA","d":"AQAB"}"#, "numbers"),
        (#"{"kty":"EC","crv":"secp256k1","d":"AQAB"}"#, "EC secp256k1"), (#"{"d":"AQAB"}"#, "no kty"),
        (#"{"kty":"EC","crv":"P-256","d":"AAAA"}"#, "numbers"),
        (#"{"kty":"OKP","crv":"Ed25519","d":"AQAB"}"#, "numbers"),
        (#"{"kty":"OKP","crv":"Ed25519","d":"AQAB","alg":"ECDH-ES"}"#, "ECDH-ES, which is not one of signatures"),
        (#"{"kty":"oct","k":"AQAB","alg":"RS256"}"#, "a shared secret cannot sign with RS256"),
        (#"{"keys":[]}"#, "0 keys"), (#"{"keys":[{},{}]}"#, "2 keys"),
    ])
    func refuses(text: String, message: String) async {
        let refusal = await error { _ = try await SigningKey.make(Redacted(text)) }
        #expect(refusal?.kind == .config)
        #expect(refusal?.message.contains(message) == true, "\(refusal?.message ?? "")")
    }

    @Test func refusesPublicPartOfAnotherKey() async throws {
        let (one, other) = try await (SigningKey.generate(.ES256), SigningKey.generate(.ES256))
        guard case .object(var members)? = JSONValue(one.text.reveal().utf8) else { throw JWSFailure.critical }
        members["y"] = other.publicJWK["y"]
        let text = Redacted(JSONValue.object(members).encoded())
        #expect(await error { _ = try await SigningKey.make(text) }?.kind == .config)
    }

    @Test(arguments: [.ES256, .ES384, .ES512, .EdDSA, .PS256] as [SigningAlgorithm])
    func generatedKeyIsReadAgain(algorithm: SigningAlgorithm) async throws {
        let key = try await SigningKey.generate(algorithm)
        let again = try await SigningKey.make(key.text, algorithm: algorithm)
        #expect(again.thumbprint == key.thumbprint)
        #expect(again.publicJWK == key.publicJWK)
        #expect(try await SigningKey.generate(algorithm).thumbprint != key.thumbprint)
        try await expectRoundTrip(again)
    }

    @Test func onlyAKeyPairIsGenerated() async {
        #expect(await error { _ = try await SigningKey.generate(.HS256) }?.kind == .config)
    }

    @Test func hmacTakesShortSecretsAndNoOtherAlgorithm() async throws {
        for algorithm in [.HS256, .HS384, .HS512] as [SigningAlgorithm] {
            let key = try SigningKey.hmac(Redacted("short"), algorithm: algorithm)
            let jwt = try key.sign(header: [:], claims: ["sub": .string("me")])
            let set = try #require(KeySet(#"{"keys":[]}"#.utf8))
            let verified = try await set.verify(jwt, allowing: [algorithm], secret: Redacted("short"))
            #expect(verified.claims == ["sub": .string("me")])
            await #expect(throws: JWSFailure.signature) {
                try await set.verify(jwt, allowing: [algorithm], secret: Redacted("shorts"))
            }
        }
        #expect(throws: OAuthError.self) { try SigningKey.hmac(Redacted("short"), algorithm: .RS256) }
        #expect(try SigningKey.hmac(Redacted("short")).publicJWK == .object(["kty": .string("oct")]))
    }

    @Test func neverShowsItsSecret() async throws {
        let key = try await SigningKey.generate(.ES256)
        let d = try #require(JSONValue(key.text.reveal().utf8)?["d"]?.text)
        #expect(key.publicJWK["d"] == nil)
        #expect(!"\(key.publicJWK)\(key.text)".contains(d))
    }

    @Test func headerIsWrittenInOrder() async throws {
        let key = try await SigningKey.make(try Vectors.key("ed25519"), keyID: "k\"1")
        let jwt = try key.sign(
            header: ["typ": .string("JWT"), "alg": .string("none"), "b": .array([.integer(1)])],
            claims: ["z": .null, "a": .boolean(true)])
        let parts = jwt.split(separator: ".").compactMap { Base64URL.decode($0) }
        #expect(String(decoding: parts[0], as: UTF8.self) == #"{"alg":"EdDSA","b":[1],"kid":"k\"1","typ":"JWT"}"#)
        #expect(String(decoding: parts[1], as: UTF8.self) == #"{"a":true,"z":null}"#)
    }

    /// Its public JWK, as a set, verifies what the key signed, and not what was changed afterwards.
    private func expectRoundTrip(_ key: SigningKey) async throws {
        let claims: [String: JSONValue] = ["iss": .string("me"), "exp": .integer(1)]
        let jwt = try key.sign(header: ["typ": .string("JWT")], claims: claims)
        let set = try #require(KeySet(.object(["keys": .array([key.publicJWK])])))
        let verified = try await set.verify(jwt, allowing: [key.algorithm])
        #expect(verified.claims == claims)
        #expect(verified.header["alg"]?.text == key.algorithm.rawValue)
        #expect(verified.header["kid"]?.text == key.keyID)
    }

    private func error(_ body: () async throws -> Void) async -> OAuthError? {
        do {
            try await body()
            return nil
        } catch { return error as? OAuthError }
    }
}

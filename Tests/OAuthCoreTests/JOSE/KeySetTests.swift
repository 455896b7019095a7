import Testing

@testable import OAuthCore

@Suite struct KeySetTests {
    static let all = Set(SigningAlgorithm.allCases)
    let claims: [String: JSONValue] = ["sub": .string("me")]

    @Test(arguments: ["", "[]", "{}", #"{"keys":{}}"#, "<html>"])
    func refuses(text: String) { #expect(KeySet(text.utf8) == nil) }

    @Test(arguments: [
        "1", "null", "{}", #"{"kty":"RSA2"}"#, #"{"kty":"EC","crv":"P-999"}"#,
        #"{"kty":"OKP","crv":"X25519","x":"AA"}"#,
        #"{"kty":"oct","k":"AQAB"}"#, #"{"kty":"RSA","n":"AQAB","e":"AQAB","use":"enc"}"#,
        #"{"kty":"RSA","n":"AQAB","e":"AQAB","key_ops":["encrypt"]}"#, #"{"kty":5}"#,
    ])
    func skipsWhatCannotVerify(key: String) { #expect(KeySet("{\"keys\":[\(key)]}".utf8)?.keys.isEmpty == true) }

    @Test func keyIsChosenByItsID() async throws {
        let (old, new) = try await (key("old"), key("new"))
        let jwt = try new.sign(header: [:], claims: claims)
        #expect(try await set(old, new).verify(jwt, allowing: [.ES256]).claims == claims)
        await #expect(throws: JWSFailure.unknownKey("new")) { try await set(old).verify(jwt, allowing: [.ES256]) }
        // Two keys may have one name (RFC 7517 §4.5), and a set may give no names.
        let (namesake, nameless) = try await (key("new"), SigningKey.make(new.text))
        #expect(try await set(namesake, new).verify(jwt, allowing: [.ES256]).claims == claims)
        #expect(try await set(old, nameless).verify(jwt, allowing: [.ES256]).claims == claims)
        await #expect(throws: JWSFailure.signature) { try await set(old, namesake).verify(jwt, allowing: [.ES256]) }
    }

    @Test func withoutIDEveryFittingKeyIsTried() async throws {
        let (one, two, rsa) = try await (key(nil), key(nil), SigningKey.make(Vectors.key("rsa-pkcs1")))
        let jwt = try two.sign(header: [:], claims: claims)
        #expect(try await set(rsa, one, two).verify(jwt, allowing: [.ES256]).claims == claims)
        await #expect(throws: JWSFailure.unknownKey(nil)) { try await set(rsa, one).verify(jwt, allowing: [.ES256]) }
        await #expect(throws: JWSFailure.unknownKey(nil)) { try await set().verify(jwt, allowing: [.ES256]) }
    }

    @Test func keyForAnotherAlgorithmDoesNotVerify() async throws {
        let rsa = try await SigningKey.make(Vectors.key("rsa-pkcs1"), algorithm: .RS512, keyID: "1")
        guard case .object(var members) = rsa.publicJWK else { throw JWSFailure.critical }
        members["alg"] = .string("RS256")
        let keys = try #require(KeySet(.object(["keys": .array([.object(members)])])))
        let jwt = try rsa.sign(header: [:], claims: claims)
        await #expect(throws: JWSFailure.unfitKey("1")) { try await keys.verify(jwt, allowing: Self.all) }
        await #expect(throws: JWSFailure.algorithm("RS512")) { try await keys.verify(jwt, allowing: [.RS256]) }
        members["alg"] = .string("RS512")
        let fitting = try #require(KeySet(.object(["keys": .array([.object(members)])])))
        #expect(try await fitting.verify(jwt, allowing: [.RS512]).claims == claims)
    }

    // MARK: Attacks

    @Test(arguments: ["none", "None", "NONE", "nOnE", "none ", "", "hs256", "RS256\u{0}", "RS1", "A128KW"])
    func noAlgorithmButThoseAllowed(name: String) async throws {
        let key = try await key("1")
        let payload = Base64URL.encode(JSONValue.object(claims).encoded().utf8)
        let header = Base64URL.encode(JSONValue.object(["alg": .string(name), "kid": .string("1")]).encoded().utf8)
        let signed = try key.sign(header: [:], claims: claims)
        let signature = try #require(signed.split(separator: ".").last)
        for forged in ["\(header).\(payload).", "\(header).\(payload).\(signature)"] {
            await #expect(throws: JWSFailure.algorithm(name)) {
                try await set(key).verify(forged, allowing: Self.all, secret: Redacted("secret"))
            }
        }
    }

    @Test(arguments: ["{}", #"{"alg":null}"#, #"{"alg":1}"#, #"{"alg":["RS256"]}"#])
    func algorithmMustBeText(header: String) async throws {
        let forged = "\(Base64URL.encode(header.utf8)).e30."
        await #expect(throws: JWSFailure.algorithm(nil)) {
            try await set(key("1")).verify(forged, allowing: Self.all, secret: Redacted(""))
        }
    }

    /// HS256 with the provider's public key, which everybody knows, as the secret.
    @Test func publicKeyIsNoSecret() async throws {
        let rsa = try await SigningKey.make(Vectors.key("rsa-pkcs1"), keyID: "1")
        let known = [
            try Vectors.text("keys/public.pem"), rsa.publicJWK.encoded(), rsa.publicJWK["n"]?.text ?? "", "",
        ]
        for secret in known {
            let forged = try SigningKey.hmac(Redacted(secret)).sign(header: ["kid": .string("1")], claims: claims)
            await #expect(throws: JWSFailure.algorithm("HS256")) {
                try await set(rsa).verify(forged, allowing: Self.all)
            }
            await #expect(throws: JWSFailure.algorithm("HS256")) {
                try await set(rsa).verify(forged, allowing: [.RS256], secret: Redacted(secret))
            }
            await #expect(throws: JWSFailure.signature) {
                try await set(rsa).verify(forged, allowing: Self.all, secret: Redacted("the client secret"))
            }
        }
        // Nor does a symmetric key become one by being published.
        let published = try #require(KeySet(#"{"keys":[{"kty":"oct","k":"AQAB","kid":"1"}]}"#.utf8))
        let forged = try SigningKey.hmac(Redacted("\u{1}\u{0}\u{1}")).sign(
            header: ["kid": .string("1")], claims: claims)
        await #expect(throws: JWSFailure.algorithm("HS256")) { try await published.verify(forged, allowing: Self.all) }
    }

    /// A key that the header brings along counts for nothing.
    @Test func ownKeyInTheHeaderIsNotBelieved() async throws {
        let (provider, attacker) = try await (key("1"), key("1"))
        let forged = try attacker.sign(
            header: ["jwk": attacker.publicJWK, "jku": .string("https://evil.example/jwks")], claims: claims)
        await #expect(throws: JWSFailure.signature) { try await set(provider).verify(forged, allowing: Self.all) }
    }

    @Test func unknownExtensionsAreRefused() async throws {
        let key = try await key("1")
        for crit in [.array([.string("b64")]), .array([]), .null] as [JSONValue] {
            let jwt = try key.sign(header: ["crit": crit, "b64": .boolean(false)], claims: claims)
            await #expect(throws: JWSFailure.critical) { try await set(key).verify(jwt, allowing: Self.all) }
        }
    }

    @Test(arguments: [.RS256, .PS256, .ES256, .ES384, .ES512, .EdDSA] as [SigningAlgorithm])
    func changedOrCutIsRefused(algorithm: SigningAlgorithm) async throws {
        let key = try await SigningKey.generate(algorithm)
        let keys = try set(key)
        let jwt = try key.sign(header: [:], claims: claims)
        let jws = try JWS(jwt)
        let parts = jwt.split(separator: ".").map(String.init)
        let other = Base64URL.encode(#"{"sub":"you"}"#.utf8)
        var flipped = jws.signature
        flipped[flipped.count / 2] ^= 1
        let wrong = [
            flipped, [], Array(jws.signature.dropLast()), jws.signature + [0],
            Array(repeating: 0, count: jws.signature.count),
        ]
        let forged =
            wrong.map { "\(parts[0]).\(parts[1]).\(Base64URL.encode($0))" } + ["\(parts[0]).\(other).\(parts[2])"]
        for jwt in forged {
            await #expect(throws: JWSFailure.unknownKey(nil)) { try await keys.verify(jwt, allowing: [algorithm]) }
        }
        for count in stride(from: 0, to: jwt.utf8.count, by: 7) {
            await #expect(throws: JWSFailure.self) {
                try await keys.verify(String(jwt.prefix(count)), allowing: [algorithm])
            }
        }
    }

    @Test func malformedIsRefused() async throws {
        let key = try await key(nil)
        let jwt = try key.sign(header: [:], claims: claims)
        let parts = jwt.split(separator: ".").map(String.init)
        let header = #"{"alg":"ES256","alg":"ES256"}"#
        let malformed = [
            "", ".", "..", "a.b", jwt + ".", "." + jwt, jwt + "=", jwt + "\n", " " + jwt, jwt + ".x.y",
            "\(parts[0])==.\(parts[1]).\(parts[2])", parts[0] + "." + parts[1] + ".+" + parts[2].dropFirst(),
            "\(Base64URL.encode("[]".utf8)).\(parts[1]).\(parts[2])",
            "\(Base64URL.encode(header.utf8)).\(parts[1]).\(parts[2])",
            // Unused bits that are not zero: "e31" also decodes to {}, and must not have two spellings.
            "e31.\(parts[1]).\(parts[2])",
        ]
        for text in malformed {
            do {
                _ = try await set(key).verify(text, allowing: [.ES256])
                Issue.record("believed \(text)")
            } catch {
                guard case .malformed? = error as? JWSFailure else {
                    Issue.record("\(error) for \(text)")
                    continue
                }
            }
        }
        for payload in ["Payload", "[]", #"{"sub":"a","sub":"b"}"#] {
            let input = "\(parts[0]).\(Base64URL.encode(payload.utf8))"
            let signed = "\(input).\(Base64URL.encode(try key.signature(over: Array(input.utf8))))"
            await #expect(throws: JWSFailure.malformed("its payload is not a JSON object")) {
                try await set(key).verify(signed, allowing: [.ES256])
            }
        }
    }

    @Test func numbersThatAreNoKeyVerifyNothing() async throws {
        let jwt = try await key("1").sign(header: [:], claims: claims)
        let points = [("", ""), ("AA", "AA"), (String(repeating: "A", count: 43), String(repeating: "A", count: 43))]
        for (x, y) in points {
            let text = #"{"keys":[{"kty":"EC","crv":"P-256","kid":"1","x":"\#(x)","y":"\#(y)"}]}"#
            let keys = try #require(KeySet(text.utf8))
            await #expect(throws: JWSFailure.signature) { try await keys.verify(jwt, allowing: Self.all) }
        }
    }

    private func key(_ id: String?) async throws -> SigningKey {
        try await SigningKey.make(SigningKey.generate(.ES256).text, keyID: id)
    }

    private func set(_ keys: SigningKey...) throws -> KeySet {
        try #require(KeySet(.object(["keys": .array(keys.map(\.publicJWK))])))
    }
}

import Testing

@testable import OAuthCore

/// The examples of RFC 7515, 7517, 7519, 7638 and 8037.
@Suite struct RFCExampleTests {
    @Test(
        arguments: [("A.1", .HS256), ("A.2", .RS256), ("A.3", .ES256), ("A.4", .ES512)] as [(String, SigningAlgorithm)])
    func rfc7515(appendix: String, algorithm: SigningAlgorithm) async throws {
        let example = try #require(try Vectors.json("rfc7515")[appendix])
        let text = try #require(example["jws"]?.text)
        let jws = try JWS(text)
        let jwk = try #require(example["key"])
        let key = try await SigningKey.make(Redacted(jwk.encoded()), algorithm: algorithm)
        if algorithm.isSymmetric {
            // Its secret is not text, and so cannot be a client secret: the same bytes must come out again.
            #expect(try key.signature(over: jws.signedBytes) == jws.signature)
        } else {
            try await set([jwk]).verify(jws, allowing: [algorithm])
        }
        if algorithm == .RS256 { #expect(try key.signature(over: jws.signedBytes) == jws.signature) }
        guard appendix != "A.4" else {
            #expect(jws.payload == Array("Payload".utf8))
            return
        }
        // Also the JWT of RFC 7519 §3.1.
        #expect(try jws.unverifiedClaims()["exp"] == .integer(1_300_819_380))
        #expect(try jws.unverifiedClaims()["http://example.com/is_root"] == .boolean(true))
    }

    /// RFC 7515 A.5, also RFC 7519 §6.1.
    @Test func unsecuredIsRefused() async throws {
        let jwt = try #require(try Vectors.json("rfc7515")["A.5"]?["jws"]?.text)
        let keys = try set([])
        await #expect(throws: JWSFailure.algorithm("none")) {
            try await keys.verify(jwt, allowing: Set(SigningAlgorithm.allCases), secret: Redacted(""))
        }
    }

    @Test func rfc7517() async throws {
        let example = try Vectors.json("rfc7517")
        // The EC key is for encryption.
        #expect(example["A.1"].flatMap { KeySet($0) }?.keys.map(\.id) == ["2011-04-29"])
        #expect(example["A.3"].flatMap { KeySet($0) }?.keys.isEmpty == true)
        guard case .array(let privateKeys)? = example["A.2"]?["keys"] else { throw JWSFailure.critical }
        let published = try #require(example["A.1"].flatMap { KeySet($0) })
        let key = try await SigningKey.make(Redacted(privateKeys[1].encoded()))
        #expect(key.algorithm == .RS256)
        #expect(key.keyID == "2011-04-29")
        _ = try await published.verify(try key.sign(header: [:], claims: [:]), allowing: [.RS256])
        // RFC 7638 §3.1
        #expect(key.thumbprint == example["thumbprint"]?.text)
        let withoutPrimes = privateKeys[1].without("p", "q")
        await #expect(throws: OAuthError.self) { try await SigningKey.make(Redacted(withoutPrimes.encoded())) }
        #expect(try await SigningKey.make(Redacted(privateKeys[0].encoded())).publicJWK["x"] == privateKeys[0]["x"])
    }

    @Test func rfc8037() async throws {
        let example = try Vectors.json("rfc8037")
        let jwk = try #require(example["key"])
        let jws = try JWS(try #require(example["jws"]?.text))
        let key = try await SigningKey.make(Redacted(jwk.encoded()))
        #expect(key.algorithm == .EdDSA)
        #expect(key.thumbprint == example["thumbprint"]?.text)
        #expect(try key.signature(over: jws.signedBytes) == jws.signature)
        try await set([jwk]).verify(jws, allowing: [.EdDSA])
    }

    private func set(_ keys: [JSONValue]) throws -> KeySet {
        try #require(KeySet(.object(["keys": .array(keys)])))
    }
}

extension JSONValue {
    fileprivate func without(_ names: String...) -> JSONValue {
        guard case .object(let fields) = self else { return self }
        return .object(fields.filter { !names.contains($0.key) })
    }
}

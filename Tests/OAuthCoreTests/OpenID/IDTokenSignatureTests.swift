import Foundation
import Testing

@testable import OAuthCore

/// What is tried with signatures.
@Suite struct IDTokenSignatureTests {
    @Test(arguments: [SigningAlgorithm.RS256, .PS384, .ES256, .ES384, .ES512, .EdDSA])
    func anyKeyPairOfTheProviderWillDo(_ algorithm: SigningAlgorithm) async throws {
        let provider = try await IDTokens(algorithm)
        let hash = IDTokenRules.leftHalf(of: IDTokens.accessToken, algorithm)
        #expect(try await provider.refusal(of: provider.idToken(["at_hash": .string(hash)])) == nil)
    }

    @Test(arguments: ["none", "None", "NONE", ""]) func algNoneIsRefused(_ name: String) async throws {
        let provider = try await IDTokens()
        let header = JSONValue.object(["alg": .string(name)]).encoded()
        let claims = JSONValue.object(IDTokens.claims).encoded()
        let start = [header, claims].map { Base64URL.encode($0.utf8) }.joined(separator: ".")
        for idToken in [start + ".", start + "." + Base64URL.encode(Array("signature".utf8))] {
            #expect(try await provider.refusal(of: idToken)?.contains("not allowed") == true)
            // Not even where a definition lists what it can.
            let every = DefinitionValue.list(SigningAlgorithm.allCases.map { .string($0.rawValue) })
            #expect(try await provider.refusal(of: idToken, ["id_token_algs": every])?.contains("not allowed") == true)
        }
    }

    /// Key confusion: the public key, which everybody has, as the secret of an HMAC.
    @Test(arguments: ["jwk", "n", "pem"]) func aPublicKeyIsNoSecret(_ form: String) async throws {
        let key = try await SigningKey.make(Vectors.key("rsa-pkcs8"), keyID: "1")
        let published = try #require(KeySet(.object(["keys": .array([key.publicJWK])])))
        let secret =
            switch form {
            case "jwk": key.publicJWK.encoded()
            case "n": key.publicJWK["n"]?.text ?? ""
            default: try Vectors.text("keys/public.pem")
            }
        let forged = try SigningKey.hmac(Redacted(secret)).sign(header: ["kid": .string("1")], claims: IDTokens.claims)
        let provider = try await IDTokens()
        let standard = try await provider.refusal(of: forged, keys: published)
        #expect(standard?.contains("\"HS256\", which is not allowed") == true, "\(standard ?? "accepted")")
        // A definition that allows HMACs means those with its client secret.
        let listed = try await provider.refusal(of: forged, ["id_token_algs": ["RS256", "HS256"]], keys: published)
        #expect(listed?.contains("wrong signature") == true, "\(listed ?? "accepted")")
    }

    @Test func theClientSecretCountsWhereItIsListed() async throws {
        let provider = try await IDTokens()
        let idToken = try SigningKey.hmac(Redacted("7Fjfp0ZBr1KtDRbnfVdmIw")).sign(header: [:], claims: IDTokens.claims)
        #expect(try await provider.refusal(of: idToken)?.contains("not allowed") == true)
        #expect(try await provider.refusal(of: idToken, ["id_token_algs": "HS256"]) == nil)
    }

    @Test func anAlgorithmThatIsNotListedIsRefused() async throws {
        let provider = try await IDTokens(.ES256)
        let refusal = try await provider.refusal(of: provider.idToken(), ["id_token_algs": "RS256"])
        #expect(refusal?.contains("not allowed") == true)
    }

    @Test func whatWasChangedIsRefused() async throws {
        let provider = try await IDTokens()
        let parts = try provider.idToken().split(separator: ".").map(String.init)
        var claims = IDTokens.claims
        claims["sub"] = .string("somebody else")
        let changed = [parts[0], Base64URL.encode(JSONValue.object(claims).encoded().utf8), parts[2]]
        #expect(try await provider.refusal(of: changed.joined(separator: "."))?.contains("wrong signature") == true)
    }

    /// The key that an ID token brings itself is nobody's (RFC 7515 §4.1.3).
    @Test func aKeyInTheHeaderDoesNotCount() async throws {
        let provider = try await IDTokens()
        let attacker = try await IDTokens()
        let idToken = try attacker.key.sign(header: ["jwk": attacker.key.publicJWK], claims: IDTokens.claims)
        #expect(try await provider.refusal(of: idToken)?.contains("wrong signature") == true)
    }

    @Test func anUnknownKeyIsSaidToBeOne() async throws {
        let provider = try await IDTokens(keyID: "1")
        let renewed = try await IDTokens(keyID: "2")
        let refusal = try await provider.refusal(of: renewed.idToken())
        #expect(refusal?.contains("the key \"2\", which the provider does not publish") == true, "\(refusal ?? "")")
    }

    @Test(arguments: ["", "a", "a.b", "a.b.c.d.e", "eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.c2ln"])
    func whatIsNoJWTIsRefused(_ text: String) async throws {
        let provider = try await IDTokens()
        #expect(try await provider.refusal(of: text) != nil)
    }
}

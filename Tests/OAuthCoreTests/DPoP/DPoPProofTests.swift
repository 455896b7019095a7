import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

@Suite struct DPoPProofTests {
    /// RFC 9449 §4.1 (figure 2) and §7.1 (figure 12), with the thumbprint of §6.1: the examples verify, and what we put
    /// into a proof for the same request is what they hold.
    @Test(arguments: ["token", "resource"]) func rfcExample(_ name: String) async throws {
        let vectors = try Vectors.json("rfc9449")
        let example = try #require(vectors[name])
        let proof = try #require(example["proof"]?.text)
        let (header, claims) = try await verified(proof)
        guard case .object(let jwk)? = header["jwk"] else { throw CocoaError(.fileReadCorruptFile) }
        #expect(SigningKey.thumbprint(of: jwk) == vectors["thumbprint"]?.text)

        guard case .integer(let time)? = example["time"] else { throw CocoaError(.fileReadCorruptFile) }
        let token = example["accessToken"]?.text.map { Redacted($0) }
        let ours = try await verified(
            DPoPProof.make(
                key: DPoPProof.key(), method: example["method"]?.text ?? "",
                url: URL(string: example["url"]?.text ?? "")!, token: token, nonce: nil,
                now: Date(timeIntervalSince1970: Double(time) + 0.7)))
        #expect(Set(ours.header.keys) == Set(header.keys))
        for field in ["typ", "alg"] { #expect(ours.header[field] == header[field]) }
        #expect(Set(ours.claims.keys) == Set(claims.keys))
        for claim in ["htm", "htu", "iat", "ath"] { #expect(ours.claims[claim] == claims[claim]) }
        #expect(ours.claims["ath"] == example["hash"])
    }

    @Test func theKeyInAProofHasNoPrivatePart() async throws {
        let key = try await DPoPProof.key()
        let proof = try DPoPProof.make(
            key: key, method: "GET", url: URL(string: "https://a.example/")!, nonce: nil, now: moment)
        guard case .object(let jwk)? = try JWS(proof).header["jwk"] else { throw CocoaError(.fileReadCorruptFile) }
        #expect(Set(jwk.keys) == ["kty", "crv", "x", "y"])
        #expect(SigningKey.thumbprint(of: jwk) == key.thumbprint)
        // What is kept with the token makes the same key again.
        #expect(try await SigningKey.make(key.text).thumbprint == key.thumbprint)
    }

    @Test func noDescriptionOfASignInShowsTheKey() async throws {
        let bound = try connection(["dpop": true])
        let request = try await bound.authorizationRequest(redirectURI: "x:y")
        let key = try #require(request.dpopKey)
        let secret = try #require(JSONValue(key.text.reveal().utf8)?["d"]?.text)
        let bytes = try #require(Base64URL.decode(secret))
        var dumped = ""
        dump(request, to: &dumped)
        for text in [dumped, String(describing: request), String(reflecting: request)] {
            #expect(!text.contains(secret))
            #expect(!text.contains(bytes.map(String.init).joined(separator: ", ")))
        }
    }

    @Test func noTwoProofsAreTheSame() async throws {
        let key = try await DPoPProof.key()
        let ids = try (0..<50).map { _ in
            try JWS(
                DPoPProof.make(
                    key: key, method: "GET", url: URL(string: "https://a.example/")!, nonce: nil, now: moment)
            ).unverifiedClaims()["jti"]?.text
        }
        #expect(Set(ids).count == 50)
        // RFC 9449 §4.2: at least 96 bits.
        #expect(ids.allSatisfy { ($0?.utf8.count ?? 0) >= 16 })
    }

    @Test(arguments: [
        ("https://api.example/a?b=c#d", "https://api.example/a"), ("https://API.Example", "https://api.example/"),
        ("https://api.example:443/a%2Fb/", "https://api.example/a%2Fb/"),
        ("http://127.0.0.1:8080/x?", "http://127.0.0.1:8080/x"), ("https://[::1]:8443/", "https://[::1]:8443/"),
    ]) func theTargetHasNeitherQueryNorFragment(_ url: String, _ target: String) {
        #expect(DPoPProof.target(URL(string: url)!) == target)
    }

    @Test func aNonceIsRepeated() async throws {
        let proof = try await DPoPProof.make(
            key: DPoPProof.key(), method: "GET", url: URL(string: "https://a.example/")!, nonce: "eyJ7S_zG.eyJH0-Z",
            now: moment)
        #expect(try JWS(proof).unverifiedClaims()["nonce"] == .string("eyJ7S_zG.eyJH0-Z"))
    }

    @Test(
        arguments: [
            (400, #"{"error":"use_dpop_nonce"}"#, DPoPRefusal.nonce), (401, #"{"error":"use_dpop_nonce"}"#, .nonce),
            (400, #"{"error":"invalid_dpop_proof"}"#, .proof), (200, #"{"error":"use_dpop_nonce"}"#, nil),
            (400, #"{"error":"invalid_grant"}"#, nil), (400, "use_dpop_nonce", nil), (500, "", nil),
        ] as [(Int, String, DPoPRefusal?)])
    func tokenEndpointsSayWhyTheyRefuse(_ status: Int, _ body: String, _ refusal: DPoPRefusal?) {
        #expect(DPoPRefusal(status: status, body: Array(body.utf8)) == refusal)
    }

    @Test(arguments: [("abc.DEF-1_~", true), ("", false), ("with\"quote", false), ("with space", false)])
    func onlyANonceThatAProofCanCarryCounts(_ nonce: String, _ counts: Bool) {
        #expect(DPoPRefusal.nonce(in: [HTTPField.Name("dpop-nonce")!: nonce]) == (counts ? nonce : nil))
    }

    /// RFC 9449 §5: "the client MUST discard the response, if this protection is deemed important".
    @Test func aTokenThatIsNotBoundIsRefused() async throws {
        let key = try await DPoPProof.key()
        let bearer = Token(accessToken: Redacted("a"), type: "Bearer", obtainedAt: moment)
        let error = #expect(throws: OAuthError.self) { try bearer.bound(to: key, connection: connection()) }
        #expect(error?.advice?.contains("dpop = true") == true)
        let bound = try Token(accessToken: Redacted("a"), type: "dpop", obtainedAt: moment).bound(
            to: key, connection: connection())
        #expect(bound.isBoundToKey)
        #expect(!bearer.isBoundToKey)
    }

    @Test func signInsNameTheirKey() async throws {
        let request = try await connection(["dpop": true]).authorizationRequest(
            redirectURI: "https://client.example.com/cb")
        let parameters = FormEncoding.decode(request.url.query(percentEncoded: true) ?? "")
        #expect(request.dpopKey != nil)
        #expect(parameters.first { $0.name == "dpop_jkt" }?.value == request.dpopKey?.thumbprint)
        let plain = try await connection().authorizationRequest(redirectURI: "https://client.example.com/cb")
        #expect(plain.url.query()?.contains("dpop_jkt") == false)
    }

    /// With the key that the proof itself names (RFC 9449 §4.3).
    private func verified(
        _ proof: String
    ) async throws -> (header: [String: JSONValue], claims: [String: JSONValue]) {
        let jwk = try #require(try JWS(proof).header["jwk"])
        let keys = try #require(KeySet(.object(["keys": .array([jwk])])))
        return try await keys.verify(proof, allowing: [.ES256])
    }
}

import Foundation
import Testing

@testable import OAuthCore

@Suite struct SignedRequestTests {
    private func signing(_ changes: [String: DefinitionValue] = [:]) throws -> Connection {
        let key = try Vectors.key("ec-prime256v1-pkcs8")
        return try connection(
            [
                "request_object": true, "private_key": .string(key.reveal()), "key_id": "k1",
                "issuer": "https://server.example.com",
            ].merging(changes) { $1 })
    }

    private func signed(_ connection: Connection) async throws -> (request: AuthorizationRequest, object: String) {
        let request = try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
        let signed = try await connection.signed(request, now: moment)
        let object = try #require(signed.parameters.first { $0.name == "request" }?.value)
        return (signed, object)
    }

    private func claims(_ object: String, _ connection: Connection) async throws -> (
        header: [String: JSONValue], claims: [String: JSONValue]
    ) {
        let jwk = try await connection.signingKey().publicJWK
        let keys = try #require(KeySet(.object(["keys": .array([jwk])])))
        return try await keys.verify(object, allowing: [.ES256])
    }

    /// RFC 9101 §4: the claims of the standard's example are those of its parameters.
    @Test func claimsAreTheStandardsExample() throws {
        guard case .object(let expected)? = try Vectors.json("rfc9101")["claims"] else {
            throw CocoaError(.fileReadCorruptFile)
        }
        let parameters = expected.filter { !["iss", "aud"].contains($0.key) }.map { name, value in
            Parameter(name, value.text ?? value.encoded())
        }
        let claims = try connection(["issuer": "https://server.example.com"]).requestClaims(
            parameters, now: moment, id: "x")
        #expect(claims.filter { expected[$0.key] != nil } == expected)
        #expect(Set(claims.keys).subtracting(expected.keys) == ["iat", "nbf", "exp", "jti"])
    }

    @Test func theObjectHoldsWhatIsAskedFor() async throws {
        let connection = try signing([
            "scope": "openid a", "resource": ["https://a.example", "https://b.example", "https://c.example"],
            "authorization_details": [["type": "x"]],
            "authorize_params": ["claims": "{\"id_token\":{}}", "max_age": 60, "prompt": "consent"],
        ])
        let (request, object) = try await signed(connection)
        let (header, claims) = try await claims(object, connection)
        #expect(header["typ"] == .string("oauth-authz-req+jwt") && header["kid"] == .string("k1"))
        #expect(claims["iss"] == .string("s6BhdRkqt3") && claims["client_id"] == .string("s6BhdRkqt3"))
        #expect(claims["aud"] == .string("https://server.example.com"))
        #expect(claims["state"] == .string(request.state))
        #expect(claims["exp"] == .integer(1_700_000_300) && claims["nbf"] == .integer(1_699_999_940))
        #expect(claims["authorization_details"] == .array([.object(["type": .string("x")])]))
        #expect(claims["claims"] == .object(["id_token": .object([:])]))
        #expect(claims["max_age"] == .integer(60))
        #expect(
            claims["resource"]
                == .array([.string("https://a.example"), .string("https://b.example"), .string("https://c.example")]))
        #expect(claims["code_challenge_method"] == .string("S256"))
        // OpenID Connect Core §6.1.
        #expect(request.parameters.map(\.name) == ["client_id", "request", "response_type", "scope"])
    }

    @Test func eachObjectIsAnother() async throws {
        let connection = try signing()
        let first = try await claims(signed(connection).object, connection).claims
        let second = try await claims(signed(connection).object, connection).claims
        #expect(first["jti"] != second["jti"])
    }

    /// RFC 9126 §3: nothing else is pushed beside it.
    @Test func aSignedRequestCanBePushed() async throws {
        let connection = try signing(
            ["pushed_authorization": true, "pushed_authorization_url": "https://server.example.com/par"])
        let (request, object) = try await signed(connection)
        let push = try await connection.completed(connection.pushRequest(for: request), now: moment)
        #expect(fields(push) == [Parameter("client_id", "s6BhdRkqt3"), Parameter("request", object)])
    }

    @Test func withoutAKeyTheFieldIsNamed() async throws {
        var connection = try connection()
        var metadata = ProviderMetadata(issuer: "https://server.example.com")
        metadata.requiresSignedRequests = true
        connection.metadata = metadata
        #expect(connection.signsRequest)
        let request = try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
        do {
            _ = try await connection.signed(request, now: moment)
            Issue.record("signed without a key")
        } catch {
            #expect(error.message == "connection 'rfc' has no private_key")
        }
    }
}

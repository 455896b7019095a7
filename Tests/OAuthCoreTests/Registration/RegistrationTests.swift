import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

@Suite struct RegistrationTests {
    private func dynamic(
        _ changes: [String: DefinitionValue] = [:], secrets: SecretTable = SecretTable()
    ) throws -> Connection {
        try connection(
            ["client_registration": "dynamic", "registration_url": "https://server.example.com/register"]
                .merging(changes) { $1 },
            without: ["client_id", "client_secret", "redirect_uri"], secrets: secrets)
    }

    @Test func asksForWhatTheDefinitionNeeds() async throws {
        let request = try await RegistrationRequest.register(
            try dynamic(["scope": "a b", "initial_access_token": "iat-1"]))
        #expect(request.method == "POST")
        #expect(request.url.absoluteString == "https://server.example.com/register")
        #expect(request.headers[.authorization] == "Bearer iat-1")
        #expect(request.headers[.contentType] == "application/json")
        #expect(
            JSONValue(request.body.reveal())
                == .object([
                    "client_name": .string("oauthlua: rfc"), "application_type": .string("native"),
                    "grant_types": .array([.string("authorization_code"), .string("refresh_token")]),
                    "redirect_uris": .array([.string("http://127.0.0.1/callback")]),
                    "response_types": .array([.string("code")]), "scope": .string("a b"),
                    "token_endpoint_auth_method": .string("client_secret_basic"),
                ]))
    }

    @Test(arguments: [
        ("http://127.0.0.1/callback", "http://127.0.0.1/callback"), ("http://localhost/cb", "http://localhost/cb"),
        ("http://[::1]/cb", "http://[::1]/cb"), ("http://127.0.0.1:8080/cb", "http://127.0.0.1:8080/cb"),
        ("https://app.example/cb", "https://app.example/cb"), ("http://127.0.0.1:0/a:0/b", "http://127.0.0.1/a:0/b"),
    ])
    func redirectURIsAreRegisteredAsTheyAreUsed(written: String, registered: String) async throws {
        let metadata = try await dynamic(["redirect_uri": .string(written)]).clientMetadata()
        #expect(metadata["redirect_uris"] == .array([.string(registered)]))
        #expect((metadata["application_type"] == .string("native")) == !written.hasPrefix("https"))
    }

    @Test(
        arguments: [
            (["grant": "client_credentials"], "grant_types", #"["client_credentials"]"#),
            (["grant": "client_credentials"], "response_types", "[]"),
            (["grant": "client_credentials"], "redirect_uris", nil),
            (
                ["grant": "device_code", "device_authorization_url": "https://a.example/d"], "grant_types",
                #"["urn:ietf:params:oauth:grant-type:device_code","refresh_token"]"#
            ),
            (["grant": "urn:a:b"], "grant_types", #"["urn:a:b"]"#),
            (["response_type": "token", "allow_implicit": true], "grant_types", #"["implicit"]"#),
            (["dpop": true], "dpop_bound_access_tokens", "true"),
            (["pushed_authorization": true], "require_pushed_authorization_requests", "true"),
            (["client_auth": "post", "client_secret": "x"], "token_endpoint_auth_method", #""client_secret_post""#),
            (["client_auth": "none"], "token_endpoint_auth_method", #""none""#),
            (["registration_params": ["client_name": "Mine", "contacts": ["a@b.example"]]], "client_name", #""Mine""#),
            (["registration_params": ["contacts": ["a@b.example"]]], "contacts", #"["a@b.example"]"#),
            (["registration_params": ["client_name": false]], "client_name", nil),
        ] as [([String: DefinitionValue], String, String?)])
    func metadataFollowsTheDefinition(fields: [String: DefinitionValue], name: String, value: String?) async throws {
        #expect(try await dynamic(fields).clientMetadata()[name]?.encoded() == value)
    }

    /// The provider learns the public key, and nothing of the private one.
    @Test func aKeyIsPublished() async throws {
        let key = try Vectors.key("ec-prime256v1-pkcs8")
        let metadata = try await dynamic([
            "private_key": .string(key.reveal()), "key_id": "k1", "request_object": true,
            "client_auth": "private_key_jwt",
        ]).clientMetadata()
        guard case .array(let keys)? = metadata["jwks"]?["keys"], case .object(let jwk)? = keys.first else {
            Issue.record("no key")
            return
        }
        #expect(Set(jwk.keys) == ["kty", "crv", "x", "y", "kid", "use", "alg"])
        #expect(jwk["kid"] == .string("k1") && jwk["alg"] == .string("ES256"))
        #expect(metadata["token_endpoint_auth_signing_alg"] == .string("ES256"))
        #expect(metadata["request_object_signing_alg"] == .string("ES256"))
    }

    @Test func theFirstMethodThatTheProviderTakesIsAskedFor() async throws {
        for (taken, expected) in [
            (["none"], "none"), (["client_secret_post", "none"], "client_secret_post"),
            (["private_key_jwt"], "client_secret_basic"),
        ] {
            var connection = try dynamic()
            var metadata = ProviderMetadata(issuer: "https://server.example.com")
            metadata.clientAuthentications = taken
            connection.metadata = metadata
            #expect(try await connection.clientMetadata()["token_endpoint_auth_method"] == .string(expected))
        }
    }

    private func answer(_ body: JSONValue, status: Int = 201, to connection: Connection) async throws
        -> ClientRegistration
    {
        let request = try await RegistrationRequest.register(connection)
        return try ClientRegistration.read(
            status: status, body: Array(body.encoded().utf8), to: request, for: connection)
    }

    /// RFC 7592 §3.
    @Test func readsTheStandardsExample() async throws {
        let connection = try dynamic()
        let registration = try await answer(try Vectors.json("rfc7592"), to: connection)
        #expect(registration.clientID == "s6BhdRkqt3")
        #expect(registration.clientSecret?.reveal() == "cf136dc3c1fc93f31185e5885805d")
        #expect(registration.authentication == .basic)
        #expect(registration.secretExpiresAt == Date(timeIntervalSince1970: 2_893_276_800))
        #expect(registration.management?.url.absoluteString == "https://server.example.com/register/s6BhdRkqt3")
        #expect(registration.isUsable(at: Date(timeIntervalSince1970: 2_893_276_739)))
        #expect(!registration.isUsable(at: Date(timeIntervalSince1970: 2_893_276_740)))
        #expect(ClientRegistration(registration.stored) == registration)

        let registered = connection.registered(registration)
        #expect(registered.client.id == "s6BhdRkqt3" && registered.client.authentication == .basic)
        #expect(registered.tokenKey(profile: "p") == connection.tokenKey(profile: "p"))
        #expect(registered.registrationKey == connection.registrationKey)

        let update = try #require(try await RegistrationRequest.update(registration, for: connection))
        #expect(update.method == "PUT" && update.metadata["client_id"] == .string("s6BhdRkqt3"))
        #expect(update.headers[.authorization] == "Bearer reg-23410913-abewfq.123483")
        let delete = try #require(RegistrationRequest.delete(registration))
        #expect(delete.method == "DELETE" && delete.body.reveal().isEmpty && delete.headers[.contentType] == nil)
    }

    @Test func aPublicClientHasNoSecretThatEnds() async throws {
        let registration = try await answer(
            .object([
                "client_id": .string("a"), "client_secret_expires_at": .integer(1),
                "token_endpoint_auth_method": .string("none"),
            ]), to: try dynamic())
        #expect(registration.authentication == .none && registration.clientSecret == nil)
        #expect(registration.isUsable(at: moment) && registration.management == nil)
        #expect(ClientRegistration(registration.stored) == registration)
    }

    /// A provider may not send the registration's token over the open network, or to this machine.
    @Test(arguments: ["http://server.example.com/r", "http://127.0.0.1/r", "/r", ""])
    func aManagementAddressThatMustNotBeUsedIsNot(url: String) async throws {
        let registration = try await answer(
            .object([
                "client_id": .string("a"), "registration_access_token": .string("t"),
                "registration_client_uri": .string(url),
            ]), to: try dynamic())
        #expect(registration.management == nil)
    }

    @Test(
        arguments: [
            (
                400, #"{"error":"invalid_redirect_uri","error_description":"no loopback."}"#, OAuthError.Kind.oauth,
                "the provider did not register 'rfc': invalid_redirect_uri (no loopback)", "redirect_uri"
            ),
            (400, #"{"error":"invalid_client_metadata"}"#, .oauth, "invalid_client_metadata", "registration_params"),
            (401, "", .http, "it answered 401", "initial_access_token"),
            (403, "<html>", .http, "it answered 403", "initial_access_token"),
            (404, "", .http, "it answered 404", "registration_url"),
            (201, "{}", .decode, "its answer has no client_id", "registration_url"),
            (200, "<html>", .decode, "no client_id", "registration_url"),
            (503, "", .http, "it answered 503", nil),
        ] as [(Int, String, OAuthError.Kind, String, String?)])
    func refusalsAreExplained(
        status: Int, body: String, kind: OAuthError.Kind, message: String, advice: String?
    ) async throws {
        let connection = try dynamic()
        let request = try await RegistrationRequest.register(connection)
        let error = #expect(throws: OAuthError.self) {
            try ClientRegistration.read(status: status, body: Array(body.utf8), to: request, for: connection)
        }
        #expect(error?.kind == kind)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.advice?.contains(advice ?? "") ?? (advice == nil), "\(error?.advice ?? "")")
    }

    /// Another scope is another registration; another day's metadata is not.
    @Test func theFingerprintIsOfTheDefinition() async throws {
        var other = try dynamic(["scope": "a"])
        let first = try await RegistrationRequest.fingerprint(of: other)
        var metadata = ProviderMetadata(issuer: "https://server.example.com")
        metadata.clientAuthentications = ["none"]
        other.metadata = metadata
        #expect(try await RegistrationRequest.fingerprint(of: other) == first)
        #expect(try await RegistrationRequest.fingerprint(of: try dynamic(["scope": "b"])) != first)
    }

    @Test func whatIsStoredByOthersIsNotRead() {
        for text in [
            "", "{}", "[]", #"{"client_id":"a"}"#, #"{"client_id":"a","fingerprint":"f","authentication":"x"}"#,
        ] {
            #expect(ClientRegistration(Redacted(Array(text.utf8))) == nil)
        }
    }
}

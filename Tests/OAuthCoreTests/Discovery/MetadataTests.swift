import Foundation
import Testing

@testable import OAuthCore

@Suite struct MetadataTests {
    static let issuer = "https://server.example.com"

    private func metadata(
        _ document: JSONValue, issuer: String = Self.issuer, allowsPlainHTTP: Bool = false
    ) throws -> ProviderMetadata {
        guard case .object(let fields) = document else { throw CocoaError(.fileReadCorruptFile) }
        return ProviderMetadata(fields, issuer: issuer, allowsPlainHTTP: allowsPlainHTTP)
    }

    private func metadata(_ changes: [String: JSONValue], issuer: String = Self.issuer) throws -> ProviderMetadata {
        guard case .object(let fields) = try Vectors.json("rfc8414") else { throw CocoaError(.fileReadCorruptFile) }
        return try metadata(.object(fields.merging(changes) { $1 }), issuer: issuer)
    }

    /// RFC 8414 §3.2.
    @Test func readsTheStandardsExample() throws {
        let metadata = try metadata(try Vectors.json("rfc8414"))
        #expect(metadata.endpoints.authorization?.absoluteString == "https://server.example.com/authorize")
        #expect(metadata.endpoints.token?.absoluteString == "https://server.example.com/token")
        #expect(metadata.endpoints.userinfo?.absoluteString == "https://server.example.com/userinfo")
        #expect(metadata.endpoints.jwks?.absoluteString == "https://server.example.com/jwks.json")
        #expect(metadata.endpoints.registration?.absoluteString == "https://server.example.com/register")
        #expect(metadata.endpoints.revocation == nil)
        #expect(metadata.clientAuthentications == ["client_secret_basic", "private_key_jwt"])
        #expect(metadata.clientAuthenticationAlgorithms == ["RS256", "ES256"])
        #expect(metadata.responseTypes == ["code", "code token"])
        #expect(metadata.codeChallengeMethods == nil)
        #expect(!metadata.requiresPushedAuthorization && !metadata.namesItselfInAnswers)
        #expect(metadata.refusedEndpoints.isEmpty)
    }

    @Test func readsWhatTheExtensionsAdd() throws {
        let alias = "https://mtls.example.com/token"
        let metadata = try metadata([
            "require_pushed_authorization_requests": .boolean(true), "require_signed_request_object": .boolean(true),
            "authorization_response_iss_parameter_supported": .boolean(true),
            "tls_client_certificate_bound_access_tokens": .boolean(true),
            "pushed_authorization_request_endpoint": .string("https://server.example.com/par"),
            "device_authorization_endpoint": .string("https://server.example.com/device"),
            "dpop_signing_alg_values_supported": .array([.string("ES256")]),
            "mtls_endpoint_aliases": .object(["token_endpoint": .string(alias), "x": .integer(1)]),
        ])
        #expect(metadata.requiresPushedAuthorization && metadata.requiresSignedRequests)
        #expect(metadata.namesItselfInAnswers && metadata.bindsTokensToCertificates)
        #expect(metadata.endpoints.pushedAuthorization?.absoluteString == "https://server.example.com/par")
        #expect(metadata.endpoints.deviceAuthorization?.absoluteString == "https://server.example.com/device")
        #expect(metadata.dpopAlgorithms == ["ES256"])
        #expect(metadata.endpoints.mtlsAliases.mapValues(\.absoluteString) == ["token_endpoint": alias])
    }

    /// Whatever has another type than it should counts as not said.
    @Test func whatIsWronglyTypedIsNotThere() throws {
        let metadata = try metadata([
            "authorization_endpoint": .integer(1), "token_endpoint": .null, "jwks_uri": .array([]),
            "require_pushed_authorization_requests": .string("true"),
            "token_endpoint_auth_methods_supported": .string("none"),
            "response_types_supported": .array([.string("code"), .integer(1), .null]),
            "mtls_endpoint_aliases": .array([]),
        ])
        #expect(metadata.endpoints.authorization == nil && metadata.endpoints.token == nil)
        #expect(metadata.endpoints.jwks == nil && metadata.endpoints.mtlsAliases.isEmpty)
        #expect(!metadata.requiresPushedAuthorization)
        #expect(metadata.clientAuthentications == nil)
        #expect(metadata.responseTypes == ["code"])
    }

    @Test(arguments: [
        ("http://server.example.com/token", "is plain http"),
        ("http://127.0.0.1:8080/token", "is plain http on this machine"),
        ("https://user@server.example.com/token", "has a user name"), ("ftp://server.example.com", "is not an http"),
        ("javascript:alert(1)", "is not an http"), ("/token", "is not an http"), ("", "is not an http"),
        ("https://server.example.com/token#x", "has a fragment"),
    ])
    func urlsThatMustNotBeUsedAreNot(url: String, why: String) throws {
        let metadata = try metadata(["token_endpoint": .string(url)])
        #expect(metadata.endpoints.token == nil)
        #expect(metadata.refusedEndpoints[.token]?.contains(why) == true)
        let connection = try connection(["issuer": .string(Self.issuer)], without: ["token_url"])
            .filled(from: metadata)
        let error = #expect(throws: OAuthError.self) { try connection.check([.token]) }
        #expect(error?.message.contains("the token_endpoint in the metadata of '\(Self.issuer)' \(why)") == true)
    }

    @Test func anIssuerOnThisMachineMayStayHere() throws {
        let document: JSONValue = .object(["token_endpoint": .string("http://127.0.0.1:8080/token")])
        #expect(try metadata(document, issuer: "http://127.0.0.1:8080").endpoints.token != nil)
        #expect(try metadata(document, issuer: "https://a.example", allowsPlainHTTP: true).endpoints.token != nil)
        #expect(try metadata(document, issuer: "https://a.example").endpoints.token == nil)
    }

    /// RFC 8414 §3.3: compared to the character.
    @Test(arguments: [
        "https://evil.example", "https://server.example.com/", "https://server.example.com:443",
        "https://SERVER.example.com", "http://server.example.com", "",
    ])
    func metadataOfAnotherIssuerIsRefused(claimed: String) throws {
        let error = #expect(throws: OAuthError.self) {
            try ProviderMetadata.isAbout(Self.issuer, ["issuer": .string(claimed)], connection: "rfc")
        }
        #expect(error?.kind == .config)
        #expect(error?.message == "the metadata found for the issuer '\(Self.issuer)' is that of '\(claimed)'")
    }

    @Test func aDocumentWithoutAnIssuerIsNoMetadata() throws {
        #expect(try !ProviderMetadata.isAbout(Self.issuer, ["token_endpoint": .string("x")], connection: "rfc"))
        #expect(try !ProviderMetadata.isAbout(Self.issuer, ["issuer": .integer(1)], connection: "rfc"))
        #expect(try ProviderMetadata.isAbout(Self.issuer, ["issuer": .string(Self.issuer)], connection: "rfc"))
    }
}

import Foundation
import Testing

@testable import OAuthCore

@Suite struct PushedAuthorizationTests {
    private func pushing(_ changes: [String: DefinitionValue] = [:]) throws -> Connection {
        try connection(
            [
                "pushed_authorization": true, "pushed_authorization_url": "https://server.example.com/par",
                "scope": "a b",
            ].merging(changes) { $1 })
    }

    private func request(_ connection: Connection) async throws -> AuthorizationRequest {
        try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
    }

    /// RFC 9126 §2.1: all that would stand in the URL, and the client's proof.
    @Test func everythingIsPushed() async throws {
        let connection = try pushing(["authorization_url": "https://server.example.com/authorize?tenant=t"])
        let request = try await request(connection)
        let push = try await connection.completed(connection.pushRequest(for: request), now: moment)
        #expect(push.url.absoluteString == "https://server.example.com/par")
        #expect(push.authorization != nil)
        let sent = fields(push)
        #expect(
            Set(sent.map(\.name)) == [
                "tenant", "response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge",
                "code_challenge_method",
            ])
        #expect(sent.first { $0.name == "scope" }?.value == "a b")
        #expect(Set(sent.map(\.name)).count == sent.count)
    }

    /// Each parameter once, whatever the provider calls it.
    @Test(arguments: ["post", "none", "basic"]) func theProvidersOwnNames(authentication: String) async throws {
        let connection = try pushing([
            "parameter_names": ["client_id": "client_key", "scope": "perms"], "client_auth": .string(authentication),
        ])
        let request = try await request(connection)
        #expect(request.url.absoluteString.contains("client_key="))
        let push = try await connection.completed(connection.pushRequest(for: request), now: moment)
        let names = fields(push).map(\.name)
        #expect(names.filter { $0 == "client_key" }.count == 1)
        #expect(names.contains("perms") && !names.contains("client_id") && !names.contains("scope"))
        #expect(Set(names).count == names.count)
        let pushed = try connection.pushed(request, status: 201, body: Array(#"{"request_uri":"urn:x"}"#.utf8))
        #expect(pushed.url.query()?.hasPrefix("client_key=") == true)
        #expect(pushed.url.query()?.contains("client_id=") == false)
    }

    /// RFC 9126 §2.2 and §4.
    @Test func theBrowserCarriesAReference() async throws {
        let connection = try pushing()
        let request = try await request(connection)
        let example = try Vectors.json("rfc9126")
        let pushed = try connection.pushed(
            request, status: 201, body: Array((example["answer"] ?? .null).encoded().utf8))
        #expect(pushed.url.absoluteString == "https://server.example.com/authorize?" + (example["query"]?.text ?? ""))
        #expect(pushed.state == request.state && pushed.codeVerifier == request.codeVerifier)
        #expect(pushed.sendsRedirectURI)
    }

    @Test(arguments: [
        (400, #"{"error":"invalid_redirect_uri"}"#, "invalid_redirect_uri", "Register the redirect URI"),
        (
            400, #"{"error":"invalid_request","error_description":"scope is missing."}"#,
            "invalid_request (scope is missing)", "authorize_params"
        ),
        (400, #"{"error":"invalid_authorization_details"}"#, "invalid_authorization_details", "authorization_details"),
        (400, #"{"error":"invalid_target"}"#, "invalid_target", "resource"),
        (401, #"{"error":"invalid_client"}"#, "invalid_client", "client_auth"),
        (413, "", "it answered 413", "pushed_authorization_url"), (503, "<html>", "it answered 503", "later"),
    ])
    func refusalsAreExplained(status: Int, body: String, reason: String, advice: String) async throws {
        let connection = try pushing()
        let request = try await request(connection)
        let error = #expect(throws: OAuthError.self) {
            try connection.pushed(request, status: status, body: Array(body.utf8))
        }
        #expect(error?.message == "the provider of 'rfc' did not take the authorization request: \(reason)")
        #expect(error?.advice?.contains(advice) == true, "\(error?.advice ?? "")")
        #expect(error?.url == "https://server.example.com/par")
        #expect(error?.status == status)
    }

    @Test(arguments: ["{}", #"{"request_uri":""}"#, #"{"request_uri":1}"#, "<html>", ""])
    func anAnswerWithoutAReferenceIsNone(body: String) async throws {
        let connection = try pushing()
        let request = try await request(connection)
        let error = #expect(throws: OAuthError.self) {
            try connection.pushed(request, status: 201, body: Array(body.utf8))
        }
        #expect(error?.kind == .decode)
    }

    /// RFC 9126 §5: the definition's word counts, else the provider's.
    @Test(
        arguments: [
            (nil, nil, false), (nil, false, false), (nil, true, true), (false, true, false), (true, nil, true),
            (true, false, true),
        ] as [(Bool?, Bool?, Bool)])
    func isUsedWhereTheProviderRequiresIt(written: Bool?, required: Bool?, expected: Bool) throws {
        var connection = try connection(written.map { ["pushed_authorization": .boolean($0)] } ?? [:])
        if let required {
            var metadata = ProviderMetadata(issuer: "https://server.example.com")
            metadata.requiresPushedAuthorization = required
            connection.metadata = metadata
        }
        #expect(connection.pushesAuthorization == expected)
    }

    @Test func withoutAnEndpointTheFieldIsNamed() async throws {
        let connection = try connection(["pushed_authorization": true])
        let request = try await request(connection)
        let error = #expect(throws: OAuthError.self) { try connection.pushRequest(for: request) }
        #expect(error?.message == "connection 'rfc' has no pushed_authorization_url")
    }
}

import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

/// Where each way of client authentication puts what it proves the client with.
@Suite struct ClientAuthenticationTests {
    private static let secret = "7Fjfp0ZBr1KtDRbnfVdmIw"
    private static let basic = "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"

    @Test(
        arguments: [
            (["client_auth": "basic"], basic, []), ([:], basic, []),
            (["client_auth": "basic+client_id"], basic, ["client_id"]),
            (["client_auth": "post"], nil, ["client_id", "client_secret"]),
            (["client_auth": "none"], nil, ["client_id"]),
            (
                ["client_auth": "client_secret_jwt"], nil, ["client_id", "client_assertion_type", "client_assertion"]
            ),
        ] as [([String: DefinitionValue], String?, [String])])
    func provesTheClientInOnePlace(
        fields definition: [String: DefinitionValue], authorization: String?, added: [String]
    ) async throws {
        let connection = try connection(definition)
        let request = try await connection.completed(connection.refreshRequest(Redacted("r")), now: moment)
        #expect(request.headers[.authorization] == authorization)
        #expect(fields(request).map(\.name) == ["grant_type", "refresh_token"] + added)
        #expect(fields(request).allSatisfy { $0.name != "client_id" || $0.value == "s6BhdRkqt3" })
        let hasSecret = String(decoding: request.body.reveal(), as: UTF8.self).contains(Self.secret)
        #expect(hasSecret == added.contains("client_secret"))
    }

    @Test func idAndSecretInAJSONBody() async throws {
        let connection = try connection(["client_auth": "body_json"])
        let request = try await connection.completed(connection.refreshRequest(Redacted("r")), now: moment)
        #expect(request.headers[.authorization] == nil)
        #expect(request.headers[.contentType] == "application/json")
        #expect(
            String(decoding: request.body.reveal(), as: UTF8.self)
                == #"{"client_id":"s6BhdRkqt3","client_secret":"\#(Self.secret)","grant_type":"refresh_token","#
                + #""refresh_token":"r"}"#)
    }

    /// RFC 6749 §2.3.1 and Appendix B.
    @Test(arguments: [
        ("form", "my%20id%3A:s3cr%3At%2F%2B%20%2541%26%3D~%C3%A9"), ("raw", "my id::s3cr:t/+ %41&=~é"),
    ])
    func awkwardCharactersInBasic(encoding: String, pair: String) async throws {
        let connection = try connection([
            "client_id": "my id:", "client_secret": "s3cr:t/+ %41&=~é", "basic_encoding": .string(encoding),
        ])
        let request = try await connection.completed(connection.refreshRequest(Redacted("r")), now: moment)
        #expect(request.headers[.authorization] == "Basic " + Data(pair.utf8).base64EncodedString())
    }

    @Test func idIsSentOnceWhereTheRequestHasIt() async throws {
        let connection = try connection(["client_auth": "post"])
        let draft = TokenEndpointRequest(
            .pushedAuthorization, url: try connection.tokenEndpoint(),
            parameters: [Parameter("client_id", "s6BhdRkqt3")])
        let request = try await connection.completed(draft, now: moment)
        #expect(fields(request).map(\.name) == ["client_id", "client_secret"])
    }

    @Test(
        arguments: [
            (["client_auth": "basic"], "client_auth = 'basic'", "client_auth = 'post', or basic_encoding = 'raw'"),
            (["basic_encoding": "raw"], "basic_encoding = 'raw'", "client_auth = 'post', or basic_encoding = 'form'"),
            (["client_auth": "post"], "client_auth = 'post'", "client_auth = 'basic'"),
            (["client_auth": "body_json"], "client_auth = 'body_json'", "client_auth = 'post' or 'basic'"),
            (["client_auth": "basic+client_id"], "client_auth = 'basic+client_id'", "client_auth = 'basic' or 'post'"),
            (["client_auth": "none"], "client_auth = 'none'", "set client_secret if the provider gave you one"),
            (["client_auth": "client_secret_jwt"], "client_auth = 'client_secret_jwt'", "assertion_audience"),
            (
                ["client_auth": "private_key_jwt", "private_key": "{}"], "client_auth = 'private_key_jwt'",
                "another assertion_audience, key_id or signing_alg"
            ),
            (
                ["client_auth": "tls_client_auth", "private_key": "{}", "client_certificate": "{}"],
                "client_auth = 'tls_client_auth'", "token_url for clients with a certificate"
            ),
        ] as [([String: DefinitionValue], String, String)])
    func invalidClientNamesWhatWasUsedAndWhatToTry(
        definition: [String: DefinitionValue], used: String, other: String
    ) throws {
        let connection = try connection(definition)
        for (status, body) in [(401, #"{"error":"invalid_client"}"#), (401, ""), (403, "")] {
            do {
                _ = try TokenResponse.read(
                    status: status, headers: [:], body: Array(body.utf8), now: moment, previous: nil,
                    connection: connection)
                Issue.record("no error")
            } catch {
                #expect(error.advice?.contains(used) == true, "\(error.advice ?? "")")
                #expect(error.advice?.contains(other) == true, "\(error.advice ?? "")")
            }
        }
    }
}

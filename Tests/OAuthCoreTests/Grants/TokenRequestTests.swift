import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

@Suite struct TokenRequestTests {
    private func codeRequest(_ changes: [String: DefinitionValue] = [:], without: Set<String> = []) async throws
        -> TokenEndpointRequest
    {
        let connection = try connection(changes, without: without)
        let request = try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
        return try await connection.completed(
            connection.codeRequest(code: Redacted("SplxlOBeZQQYbYS6WxSbIA"), for: request), now: moment)
    }

    private func refresh(_ token: String, _ changes: [String: DefinitionValue] = [:]) async throws
        -> TokenEndpointRequest
    {
        let connection = try connection(changes)
        return try await connection.completed(connection.refreshRequest(Redacted(token)), now: moment)
    }

    /// RFC 6749 §4.1.3.
    @Test func codeRequestOfRFC6749() async throws {
        let request = try await codeRequest(["pkce": false])
        #expect(request.url.absoluteString == "https://server.example.com/token")
        #expect(request.headers[.authorization] == "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3")
        #expect(request.headers[.contentType] == "application/x-www-form-urlencoded")
        #expect(request.headers[.accept] == "application/json")
        #expect(
            String(decoding: request.body.reveal(), as: UTF8.self)
                == "grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA"
                + "&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb")
    }

    /// RFC 6749 §6 and §2.3.1.
    @Test func refreshRequestsOfRFC6749() async throws {
        let basic = try await refresh("tGzv3JOkF0XG5Qx2TlKWIA")
        #expect(basic.headers[.authorization] == "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3")
        #expect(
            String(decoding: basic.body.reveal(), as: UTF8.self)
                == "grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA")
        let post = try await refresh("tGzv3JOkF0XG5Qx2TlKWIA", ["client_auth": "post"])
        #expect(post.headers[.authorization] == nil)
        #expect(
            String(decoding: post.body.reveal(), as: UTF8.self)
                == "grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA"
                + "&client_id=s6BhdRkqt3&client_secret=7Fjfp0ZBr1KtDRbnfVdmIw")
    }

    @Test func pkceSendsTheVerifierOnlyToTheTokenEndpoint() async throws {
        let connection = try connection()
        let request = try await connection.authorizationRequest(redirectURI: "x:y")
        let sent = try await fields(
            connection.completed(connection.codeRequest(code: Redacted("c"), for: request), now: moment))
        #expect(sent.contains(Parameter("code_verifier", request.codeVerifier!.reveal())))
        #expect(sent.contains(Parameter("redirect_uri", "x:y")))
    }

    @Test(arguments: ["basic", "post", "none"])
    func theClientProvesItselfInOnePlace(method: String) async throws {
        let request = try await codeRequest(["client_auth": .string(method)])
        let names = fields(request).map(\.name)
        #expect((request.authorization != nil) == (method == "basic"))
        #expect(names.contains("client_secret") == (method == "post"))
        #expect(names.contains("client_id") == (method != "basic"))
    }

    @Test(arguments: [
        ("form", "id:1 ä", "s+/%~", "id%3A1%20%C3%A4:s%2B%2F%25~"), ("raw", "id:1 ä", "s+/%~", "id:1 ä:s+/%~"),
        ("form", "plain-id_1.x~", "", "plain-id_1.x~:"),
    ])
    func encodesBasicCredentials(encoding: String, id: String, secret: String, pair: String) async throws {
        let request = try await codeRequest([
            "basic_encoding": .string(encoding), "client_id": .string(id), "client_secret": .string(secret),
        ])
        let header = try #require(request.headers[.authorization])
        let decoded = try #require(Data(base64Encoded: String(header.dropFirst("Basic ".count))))
        #expect(String(decoding: decoded, as: UTF8.self) == pair)
    }

    @Test func parametersOfEachRequestStayApart() async throws {
        let connection = try connection([
            "token_params": ["audience": "a", "redirect_uri": false, "client_id": "s6BhdRkqt3"],
            "refresh_params": ["type": "refresh", "grant_type": false, "scope": ["x", "y"]],
            "authorize_params": ["prompt": "consent"],
        ])
        let request = try await connection.authorizationRequest(redirectURI: "x:y")
        let code = try await fields(
            connection.completed(connection.codeRequest(code: Redacted("c"), for: request), now: moment))
        #expect(code.contains(Parameter("audience", "a")))
        #expect(code.contains(Parameter("client_id", "s6BhdRkqt3")))
        #expect(!code.contains { ["redirect_uri", "type", "prompt"].contains($0.name) })
        let refresh = try await fields(
            connection.completed(connection.refreshRequest(Redacted("r")), now: moment))
        #expect(
            refresh == [
                Parameter("refresh_token", "r"), Parameter("scope", "x"), Parameter("scope", "y"),
                Parameter("type", "refresh"),
            ])
    }

    /// RFC 6749 §4.1.3: required only if the authorization request had one.
    @Test func aRedirectURIThatWasNotSentIsNotRepeated() async throws {
        let request = try await codeRequest(["authorize_params": ["redirect_uri": false]])
        #expect(!fields(request).contains { $0.name == "redirect_uri" })
    }

    @Test func theTokenURLKeepsItsQuery() async throws {
        let request = try await codeRequest(["token_url": "https://server.example.com/token?refresh&t=1"])
        #expect(request.url.absoluteString == "https://server.example.com/token?refresh&t=1")
    }

    private let token = Token(
        accessToken: Redacted("access-1"), refreshToken: Redacted("refresh-1"), obtainedAt: moment)

    @Test func revokesTheRefreshTokenFirst() async throws {
        let connection = try connection(["revocation_url": "https://server.example.com/revoke"])
        var requests: [TokenEndpointRequest] = []
        for draft in connection.revocationRequests(for: token) {
            requests.append(try await connection.completed(draft, now: moment))
        }
        #expect(
            requests.map(fields) == [
                [Parameter("token", "refresh-1"), Parameter("token_type_hint", "refresh_token")],
                [Parameter("token", "access-1"), Parameter("token_type_hint", "access_token")],
            ])
        #expect(requests.allSatisfy { $0.url.path() == "/revoke" && $0.authorization != nil })
        var accessOnly = token
        accessOnly.refreshToken = nil
        #expect(connection.revocationRequests(for: accessOnly).count == 1)
        #expect(try OAuthCoreTests.connection().revocationRequests(for: token).isEmpty)
    }

    @Test func introspectsTheAccessToken() async throws {
        let connection = try connection(["introspection_url": "https://server.example.com/introspect"])
        let request = try #require(connection.introspectionRequest(for: token))
        #expect(fields(request) == [Parameter("token", "access-1"), Parameter("token_type_hint", "access_token")])
        #expect(try OAuthCoreTests.connection().introspectionRequest(for: token) == nil)
    }
}

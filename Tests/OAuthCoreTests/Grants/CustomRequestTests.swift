import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

/// What a definition changes in the requests of a sign-in and of a token endpoint.
@Suite struct CustomRequestTests {
    private func code(
        _ changes: [String: DefinitionValue], secrets: SecretTable = SecretTable(), kept: [String: String] = [:]
    ) async throws -> TokenEndpointRequest {
        let connection = try connection(changes, secrets: secrets)
        let request = try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
        var draft = try connection.codeRequest(code: Redacted("the-code"), for: request)
        draft.kept = kept
        return try await connection.completed(draft, now: moment)
    }

    private var token: Token {
        var token = Token(
            accessToken: Redacted("access-1"), refreshToken: Redacted("refresh-1"), obtainedAt: moment)
        token.kept = ["shop": "s 1"]
        return token
    }

    private func refresh(_ changes: [String: DefinitionValue]) async throws -> TokenEndpointRequest {
        let connection = try connection(changes)
        let isByAccessToken = connection.endpoints.refreshesWith == .accessToken
        var draft = try connection.refreshRequest(isByAccessToken ? token.accessToken : token.refreshToken!)
        draft.token = token
        return try await connection.completed(draft, now: moment)
    }

    private func authorizationQuery(_ changes: [String: DefinitionValue]) async throws -> String {
        let request = try await connection(changes).authorizationRequest(redirectURI: "https://client.example.com/cb")
        return request.url.query(percentEncoded: true) ?? ""
    }

    // MARK: Names

    @Test func parametersHaveTheProvidersNames() async throws {
        let names: DefinitionValue = [
            "client_id": "client_key", "scope": "scopes", "redirect_uri": "redirect_url", "code": "auth_code",
            "refresh_token": "renewal",
        ]
        let query = FormEncoding.decode(try await authorizationQuery(["parameter_names": names, "scope": "a b"]))
        #expect(query.contains(Parameter("client_key", "s6BhdRkqt3")))
        #expect(query.contains(Parameter("redirect_url", "https://client.example.com/cb")))
        #expect(query.contains(Parameter("scopes", "a b")))
        #expect(!query.contains { ["client_id", "redirect_uri", "scope"].contains($0.name) })
        let sent = try await fields(code(["parameter_names": names, "client_auth": "post"]))
        #expect(sent.contains(Parameter("client_key", "s6BhdRkqt3")))
        #expect(sent.contains(Parameter("auth_code", "the-code")))
        #expect(sent.contains(Parameter("redirect_url", "https://client.example.com/cb")))
        #expect(try await fields(refresh(["parameter_names": names])).contains(Parameter("renewal", "refresh-1")))
        let connection = try connection([
            "parameter_names": ["token": "revoked", "client_id": "client_key"], "client_auth": "post",
            "revocation_url": "https://server.example.com/revoke",
        ])
        let revocation = try await connection.completed(connection.revocationRequests(for: token)[0], now: moment)
        #expect(fields(revocation).contains(Parameter("revoked", "refresh-1")))
        #expect(fields(revocation).contains(Parameter("client_key", "s6BhdRkqt3")))
    }

    /// `false` works on what stands there under the standard's name, whatever the provider calls it.
    @Test(arguments: ["response_type", "client_id", "redirect_uri", "scope"])
    func everyParameterCanBeLeftOut(name: String) async throws {
        let changes: [String: DefinitionValue] = ["scope": "a", "authorize_params": [name: false]]
        #expect(try await !FormEncoding.decode(authorizationQuery(changes)).contains { $0.name == name })
    }

    @Test(arguments: ["grant_type", "code", "redirect_uri", "client_id", "client_secret"])
    func everyTokenParameterCanBeLeftOut(name: String) async throws {
        let request = try await code(["client_auth": "post", "token_params": [name: false]])
        #expect(!fields(request).contains { $0.name == name })
    }

    // MARK: Scopes

    @Test(arguments: [
        (",", "scope=read%2Cwrite%3Aall"), ("+", "scope=read+write%3Aall"), (" ", "scope=read%20write%3Aall"),
    ])
    func scopesAreSeparatedAsTheProviderWants(separator: String, query: String) async throws {
        let changes: [String: DefinitionValue] = [
            "scope": ["read", "write:all"], "scope_separator": .string(separator),
        ]
        #expect(try await authorizationQuery(changes).contains(query + "&"))
    }

    @Test func aPlusStaysAPlusOnlyInTheScope() async throws {
        let request = try await code([
            "scope_separator": "+", "token_params": ["scope": "a+b", "other": "a+b"],
            "parameter_names": ["scope": "scopes"],
        ])
        let body = String(decoding: request.body.reveal(), as: UTF8.self)
        #expect(body.hasSuffix("&other=a%2Bb&scopes=a+b"))
    }

    // MARK: Placeholders

    /// Facebook: the access token renews itself, at the token endpoint, by GET.
    @Test func anAccessTokenCanRenewItself() async throws {
        let request = try await refresh([
            "client_auth": "post", "refresh_with": "access_token", "refresh_method": "GET",
            "refresh_params": [
                "grant_type": "fb_exchange_token", "fb_exchange_token": "{access_token}", "access_token": false,
            ],
        ])
        #expect(request.method == .get)
        #expect(request.body.reveal().isEmpty)
        #expect(
            FormEncoding.decode(request.target.query(percentEncoded: true)!) == [
                Parameter("grant_type", "fb_exchange_token"), Parameter("client_id", "s6BhdRkqt3"),
                Parameter("client_secret", "7Fjfp0ZBr1KtDRbnfVdmIw"), Parameter("fb_exchange_token", "access-1"),
            ])
    }

    /// Instagram, at another URL and without a client.
    @Test func andAtAnotherURLWithoutAClient() async throws {
        let request = try await refresh([
            "client_auth": "post", "refresh_with": "access_token", "refresh_method": "GET",
            "refresh_url": "https://graph.example/refresh?v=1",
            "refresh_params": ["grant_type": "ig_refresh_token", "client_id": false, "client_secret": false],
        ])
        #expect(
            request.target.absoluteString
                == "https://graph.example/refresh?v=1&grant_type=ig_refresh_token&access_token=access-1")
    }

    /// Azure DevOps sends the secret as an assertion, and the code or the refresh token as another.
    @Test func secretsAndCodesCanStandElsewhere() async throws {
        let request = try await code(
            [
                "client_auth": "none", "client_secret": "not-read",
                "token_params": ["client_assertion": .secret("VSTS"), "x": "{code}|{client_id}|{unknown}"],
                "parameter_names": ["code": "assertion"],
            ], secrets: SecretTable(values: ["VSTS": "the-secret"]))
        #expect(fields(request).contains(Parameter("client_assertion", "the-secret")))
        #expect(fields(request).contains(Parameter("assertion", "the-code")))
        #expect(fields(request).contains(Parameter("x", "the-code|s6BhdRkqt3|{unknown}")))
        #expect(!"\(request)".contains("the-secret"))
    }

    @Test func whatIsKeptCanBeSent() async throws {
        let request = try await refresh(["refresh_params": ["shop": "{shop}", "old": "{access_token}"]])
        #expect(fields(request).contains(Parameter("shop", "s 1")))
        #expect(fields(request).contains(Parameter("old", "access-1")))
        let first = try await code(["token_params": ["realm": "{realmId}"]], kept: ["realmId": "42"])
        #expect(fields(first).contains(Parameter("realm", "42")))
    }

    /// Apple: the client's assertion goes by the secret's name, and is the team's.
    @Test func aSecretCanBeSignedForSomebodyElse() async throws {
        let connection = try connection(
            [
                "client_auth": "private_key_jwt",
                "private_key": .string(try Vectors.key("ec-prime256v1-pkcs8").reveal()),
                "client_assertion_claims": ["iss": "TEAM"], "parameter_names": ["client_assertion": "client_secret"],
                "refresh_params": ["client_assertion_type": false],
            ], without: ["client_secret"])
        let sent = try await fields(connection.completed(connection.refreshRequest(Redacted("r")), now: moment))
        #expect(!sent.contains { $0.name.hasPrefix("client_assertion") })
        let secret = try #require(sent.first { $0.name == "client_secret" }?.value)
        let claims = try JWS(secret).unverifiedClaims()
        #expect(claims["iss"] == .string("TEAM"))
        #expect(claims["sub"] == .string("s6BhdRkqt3"))
    }

    // MARK: Headers

    @Test func headersGoWithTokenRequests() async throws {
        let request = try await code(
            [
                "headers": [
                    "X-Version": "1", "User-Agent": "me (me@example.com)", "Accept": "application/xml",
                    "X-List": ["a", "b"],
                    "X-Key": .secret("KEY"),
                ],
                "token_headers": ["x-version": "2", "Origin": "http://localhost"],
            ], secrets: SecretTable(values: ["KEY": "key-1"]))
        #expect(request.headers[HTTPField.Name("X-Version")!] == "2")
        #expect(request.headers[.userAgent] == "me (me@example.com)")
        #expect(request.headers[.accept] == "application/json", "what an API answers is not what tokens come in")
        #expect(request.headers[values: HTTPField.Name("X-List")!] == ["a", "b"])
        #expect(request.headers[HTTPField.Name("X-Key")!] == "key-1")
        #expect(request.headers[.origin] == "http://localhost")
        #expect(request.headers[.authorization]?.hasPrefix("Basic ") == true)
    }

    @Test func headersThatComeWithTheSignInWaitForIt() async throws {
        let request = try await code([
            "keep": ["tenant": "t"], "headers": ["X-Tenant": "{tenant}", "X-Other": "{other}"],
        ])
        #expect(request.headers[HTTPField.Name("X-Tenant")!] == nil)
        #expect(request.headers[HTTPField.Name("X-Other")!] == "{other}")
    }

    @Test func defaultHeadersCanBeLeftOut() async throws {
        let request = try await code(["headers": ["User-Agent": false], "token_headers": ["Accept": false]])
        #expect(request.headers[.accept] == nil)
        #expect(request.omittedHeaders == [.accept, .userAgent])
        let other = try await code(["token_headers": ["Content-Type": "application/x-custom"]])
        #expect(other.headers[values: .contentType] == ["application/x-custom"])
    }

    // MARK: Bodies, methods and hosts

    @Test func numbersAndBooleansOfJSONBodiesAreNoStrings() async throws {
        let request = try await code([
            "body_format": "json", "client_auth": "none", "parameter_names": ["expires_in": "expiresIn"],
            "token_params": ["expires_in": 1800, "half": 0.5, "flag": true, "text": "1"],
        ])
        let body = try #require(JSONValue(request.body.reveal()))
        #expect(body["expiresIn"] == .integer(1800))
        #expect(body["half"] == .number(0.5))
        #expect(body["flag"] == .boolean(true))
        #expect(body["text"] == .string("1"))
        #expect(body["grant_type"] == .string("authorization_code"))
        #expect(request.headers[.contentType] == "application/json")
    }

    @Test func parametersCanStandInTheURL() async throws {
        let post = try await code(["body_format": "query", "token_url": "https://server.example.com/token?v=1"])
        #expect(post.method == .post)
        #expect(post.body.reveal().isEmpty)
        #expect(
            post.target.absoluteString.hasPrefix(
                "https://server.example.com/token?v=1&grant_type=authorization_code&code="))
        let get = try await code(["token_method": "GET"])
        #expect(get.method == .get)
        #expect(get.headers[.contentType] == nil)
        #expect(get.target.query()?.contains("code=the-code") == true)
        #expect(try await refresh(["token_method": "GET"]).method == .get)
        #expect(try await refresh(["token_method": "GET", "refresh_method": "POST"]).method == .post)
    }

    private let zoho: [String: DefinitionValue] = [
        "token_url": "https://accounts.zoho.com/oauth/v2/token", "token_origin": "{accounts-server}",
        "keep": ["accounts-server"], "hosts": ["*.zoho.com", "*.zoho.eu"],
    ]

    @Test func theSignInSaysWhichHostGivesTheTokens() async throws {
        let there = try await code(zoho, kept: ["accounts-server": "https://accounts.zoho.eu"])
        #expect(there.url.absoluteString == "https://accounts.zoho.eu/oauth/v2/token")
        #expect(try await code(zoho).url.host() == "accounts.zoho.com")
    }

    @Test(arguments: ["https://accounts.evil.example", "http://accounts.zoho.eu", "https://accounts.zoho.eu:8443", "x"])
    func butNoHostThatIsNotListed(server: String) async throws {
        let error = await #expect(throws: OAuthError.self) {
            try await code(zoho, kept: ["accounts-server": server])
        }
        #expect(error?.kind == .oauth)
    }
}

import Foundation
import HTTPTypes
import LuaHost
import OAuthClient
import OAuthCore
import Testing

@testable import OAuthLua

/// The hooks of definitions, from Lua to what is sent.
@Suite struct HookTests {
    private func error(_ hooks: String, _ body: String = "api:get('/x')", by provider: FakeProvider = FakeProvider())
        async throws -> ScriptError
    {
        let error = await #expect(throws: ScriptError.self) { try await provider.run(hooks, body) }
        return try #require(error)
    }

    // MARK: Token requests and answers

    @Test func aTokenRequestIsWhatItsHookMakesOfIt() async throws {
        let provider = FakeProvider()
        try await provider.run(
            """
            token_request = function(request, client)
              assert(request.kind == "refresh" and request.method == "POST" and client.id == "client")
              assert(request.params.grant_type == "refresh_token")
              request.params.hash = secret.sha256(client.secret, "|", request.params.refresh_token)
              request.params.more = { "a", 1 }
              request.headers.Authorization = nil
              request.headers["X-Client"] = client.id
            end
            """)
        let sent = try #require(provider.sent(to: "/token").first)
        #expect(sent.form["refresh_token"] == "given-refresh-token")
        let digest = HashFunctions.digest("sha256", Array("the-client-secret|given-refresh-token".utf8))!
        #expect(sent.form["hash"] == String(decoding: digest, as: UTF8.self))
        #expect(sent.form["more"] == "a,1")
        #expect(sent.header("X-Client") == "client")
        #expect(sent.header("Authorization") == nil)
        #expect(sent.header("Content-Type") == "application/x-www-form-urlencoded")
    }

    @Test func aTokenRequestCanBeSentInAnotherForm() async throws {
        let provider = FakeProvider(["/login": .init(body: FakeProvider.token)])
        try await provider.run(
            """
            token_request = function(request)
              request.format, request.url = "json", "https://api.example/login"
              request.params = { token = request.params.refresh_token, on = true }
              return request
            end
            """)
        // The API's own host is one that the definition names.
        let sent = try #require(provider.sent(to: "/login").first)
        #expect(sent.body == #"{"on":"true","token":"given-refresh-token"}"#)
    }

    @Test(arguments: [
        ("request.url = 'https://evil.example/token'", "sends tokens to https://evil.example/token"),
        ("request.url = secret 'CLIENT_SECRET'", "returned a secret as url"),
        ("request.url = 'http://id.example/token'", "plain http"),
        ("request.methd = 'GET'", "returned the unknown field 'methd'; did you mean 'method'?"),
        ("request.method = 'PUT'", "neither POST nor GET"),
        ("request.format = 'xml'", "neither form, json nor query"),
        ("request.params.x = { y = 1 }", "returned a table as params.x"),
        ("request.headers['a b'] = '1'", "a header 'a b' that HTTP does not allow"),
        ("return 7", "returned a number, not a table"),
        ("request.params.f = print", "cannot use a function"),
        ("request.params.x = secret 'MISSING'", "needs the secret 'MISSING', and it is not set"),
        ("request.params.x = secret.unhex 'ff'", "that is not text"),
        ("request.params.x = secret.unhex 'xy'", "that is not hex"),
        (
            "request.params.x = secret.between(request.params.refresh_token, '<', '>')",
            "finds nothing with secret.between"
        ),
        ("request.params.x = { ['$secret'] = 'CLIENT_SECRET' }", "the field \"$secret\" is reserved"),
    ])
    func whatAHookMayNotReturn(line: String, message: String) async throws {
        let provider = FakeProvider()
        let error = try await error("token_request = function(request) \(line) end", by: provider)
        #expect(error.kind == "config")
        #expect(error.message.contains("token_request hook of 'api'") && error.message.contains(message), "\(error)")
        #expect(provider.sent.isEmpty)
    }

    @Test func aTokenResponseIsReadAsItsHookLeavesIt() async throws {
        let provider = FakeProvider([
            "/token": .init(
                body: """
                    {"ok":true,"authed_user":{"access_token":"user-access-token-1234","scope":"a.read,b.read"},"status":"odd",
                     "refresh_token":null,"expires_in":"3600","team":{"id":"T024BE7LD","name":"Our team"}}
                    """)
        ])
        let scopes = try await provider.run(
            """
            token_response = function(response, answer)
              assert(answer.status == 200 and answer.headers["content-type"] == "application/json")
              assert(response.status == "odd" and response.refresh_token == nil and response.expires_in == "3600")
              assert(response.team.id == "T024BE7LD" and response.team.name == "Our team")
              response.access_token = response.authed_user.access_token
              response.scope = response.authed_user.scope
            end
            """, "api:get('/x') return api:status().scopes")
        #expect(provider.sent(to: "/x").first?.header("Authorization") == "Bearer user-access-token-1234")
        #expect(scopes == ["a.read", "b.read"])
    }

    @Test func anAnswerInAnotherLanguage() async throws {
        let provider = FakeProvider([
            "/token": .init(
                body: "<Access_Token><Token>xml-access-token</Token><Expires>never</Expires></Access_Token>",
                headers: [.contentType: "application/xml"])
        ])
        try await provider.run(
            """
            token_response = function(response, answer)
              response.access_token = secret.between(answer.body, "<Token>", "</Token>")
            end
            """)
        #expect(provider.sent(to: "/x").first?.header("Authorization") == "Bearer xml-access-token")
    }

    @Test func aProviderCannotAskForASecretByItsName() async throws {
        let provider = FakeProvider([
            "/token": .init(
                body: #"{"access_token":"abc","id":{"$secret":"CLIENT_SECRET"},"x":{"$secret":["join","$secret"]}}"#)
        ])
        try await provider.run(
            "token_response = function(response) assert(next(response.id) == nil and next(response.x) == nil) end")
    }

    // MARK: Refresh

    @Test func anAccessTokenRenewsItself() async throws {
        let provider = FakeProvider([
            "/oauth/renew": .init(body: #"{"access_token":"renewed-token","expires_in":5184000}"#)
        ])
        let connection = try FakeProvider.connection(provider, grant: false)
        await provider.store.save(
            Token(accessToken: Redacted("short-token"), expiresAt: Date() + 500, obtainedAt: Date() - 5000),
            for: connection.tokenKey(profile: "default"))
        try await provider.run(
            """
            refresh = function(token, client)
              assert(token.refresh_token == nil and token.expires_at > os.time())
              return { method = "GET", url = "https://api.example/oauth/renew", params = {
                grant_type = "fb_exchange_token", client_id = client.id, client_secret = client.secret,
                fb_exchange_token = token.access_token,
              } }
            end
            """, "assert(api:status().refreshable) return api:get('/x').status",
            more: "grant = \"authorization_code\", refresh_token = nil, refresh_margin = 600")
        let renewal = try #require(provider.sent(to: "/oauth/renew").first)
        #expect(renewal.request.method == "GET" && renewal.header("Authorization") == nil)
        #expect(
            renewal.url.contains("fb_exchange_token=short-token")
                && renewal.url.contains("client_secret=the-client-secret"))
        #expect(provider.sent(to: "/x").first?.header("Authorization") == "Bearer renewed-token")
        #expect(provider.sent(to: "/token").isEmpty)
    }

    @Test func aRefreshHookMayLeaveItToTheStandard() async throws {
        let provider = FakeProvider()
        try await provider.run("refresh = function() end")
        #expect(provider.sent(to: "/token").first?.form["grant_type"] == "refresh_token")
    }

    // MARK: Signing

    @Test func requestsAreSignedByTheirHook() async throws {
        let provider = FakeProvider()
        try await provider.run(
            """
            sign_request = function(request, token, client)
              assert(request.method == "POST" and request.url == "https://api.example/x?a=1" and request.body == "[1]")
              request.headers.Authorization = "OAuth " .. token.access_token
              local mac = secret.hmac_sha256(client.secret, request.method, " ", request.url, " ", request.body)
              request.headers["X-Mac"] = secret.base64(secret.unhex(mac))
              request.query.proof = secret.sha1(token.access_token)
            end
            """, "api:post('/x?a=1', { json = { 1 } })")
        let sent = try #require(provider.sent(to: "/x").first)
        #expect(sent.header("Authorization") == "OAuth the-access-token")
        let mac = HashFunctions.hmac(
            "sha256", key: Array("the-client-secret".utf8), Array("POST https://api.example/x?a=1 [1]".utf8))!
        let raw = stride(from: 0, to: mac.count, by: 2).map {
            UInt8(String(decoding: mac[$0...$0 + 1], as: UTF8.self), radix: 16)!
        }
        #expect(sent.header("X-Mac") == Data(raw).base64EncodedString())
        let proof = String(decoding: HashFunctions.digest("sha1", Array("the-access-token".utf8))!, as: UTF8.self)
        #expect(sent.url == "https://api.example/x?a=1&proof=\(proof)")
        // And no trace shows what only a hook knows to be secret.
        #expect(provider.concealed.scrub(sent.url) == "https://api.example/x?a=1&proof=<redacted>")
        #expect(!provider.concealed.scrub(sent.header("X-Mac")!).contains(Data(raw).base64EncodedString()))
    }

    @Test func whatAHookAddsStaysAtTheOrigin() async throws {
        let provider = FakeProvider([
            "/x": .init(status: 302, body: "", headers: [.location: "https://other.example/y"]),
            "/here": .init(status: 302, body: "", headers: [.location: "/z"]),
        ])
        let hook = """
            sign_request = function(request, token)
              request.headers["X-Key"] = token.access_token
              request.query.key = token.access_token
            end
            """
        try await provider.run(hook, "api:get('/x') api:get('/here')")
        let away = try #require(provider.sent(to: "/y").first)
        #expect(away.url == "https://other.example/y" && away.header("X-Key") == nil)
        let near = try #require(provider.sent(to: "/z").first)
        #expect(near.url == "https://api.example/z?key=the-access-token" && near.header("X-Key") == "the-access-token")
        let error = try await error(hook, "api:get('https://other.example/')", by: provider)
        #expect(error.kind == "config")
        #expect(!provider.sent.contains { $0.url.contains("other.example/?") })
    }

    @Test(arguments: ["request.url = 'https://api.example/y'", "request.method = 'PUT'", "request.body = 'x'"])
    func whereARequestGoesIsNotTheHooksToSay(line: String) async throws {
        let error = try await error("sign_request = function(request) \(line) end")
        #expect(error.message.contains("it may only set headers and add to query"), "\(error)")
    }

    // MARK: Errors

    @Test func aHookSaysWhatAnErrorMeans() async throws {
        let provider = FakeProvider([
            "/token": .init(
                status: 400,
                body: #"{"error":{"code":190,"error_subcode":463,"message":"Error validating access token"}}"#)
        ])
        let error = try await error(
            """
            error = function(failure)
              assert(failure.status == 400 and failure.body.error.error_subcode == 463)
              return { code = "invalid_grant", message = "the session has ended. ", advice = "Sign in again" }
            end
            """, by: provider)
        #expect(error.kind == "authorization_required")
        #expect(error.message == "the login of 'api' has ended: the session has ended")
    }

    @Test func aFailureStaysWhatItIs() async throws {
        let provider = FakeProvider([
            "/token": .init(
                status: 400, body: #"{"error":"invalid_scope","error_description":"no given-refresh-token"}"#)
        ])
        let error = try await error(
            "error = function(failure) assert(not failure.message:find 'given%-refresh') return nil end", by: provider)
        #expect(error.fields["oauth_error"] == "invalid_scope")
    }

    // MARK: Sign-in

    @Test func theAuthorizationURLIsWhatItsHookMakesOfIt() async throws {
        let provider = FakeProvider()
        func url(_ hook: String) async throws -> String {
            let connection = try await FakeProvider.connection(provider, hooks: "authorize_url = \(hook)")
            return try await connection.hooked(connection.authorizationRequest(redirectURI: "http://127.0.0.1/cb"))
                .url.absoluteString
        }
        let changed = try await url(
            """
            function(request)
              assert(request.url == "https://id.example/authorize" and #request.params.state == 43)
              request.params.foo, request.params.scope, request.params.client_id = "b r", false, nil
              request.params.app_id = "client"
            end
            """)
        #expect(changed.hasPrefix("https://id.example/authorize?response_type=code&redirect_uri="))
        #expect(changed.hasSuffix("&app_id=client&foo=b%20r"))
        #expect(!changed.contains("client_id"))
        let text = try await url(
            "function(request) return request.url .. '#/consent?' .. url.query(request.params) end")
        #expect(text.hasPrefix("https://id.example/authorize#/consent?"))
    }

    @Test(arguments: [
        ("request.params.state = 'x'", "removed or changed 'state'"),
        ("request.params.code_challenge = nil", "removed or changed 'code_challenge'"),
        ("request.params.key = client.secret", "puts a secret into the URL"),
        ("request.url = 'ftp://id.example'", "no http or https URL"),
        ("request.url = 'http://id.example/'", "plain http"),
        ("request.parms = {}", "the unknown field 'parms'"),
    ])
    func whatAnAuthorizationURLMayNotBe(line: String, message: String) async throws {
        let provider = FakeProvider()
        let connection = try await FakeProvider.connection(
            provider, hooks: "authorize_url = function(request, client) \(line) end")
        let error = await #expect(throws: OAuthError.self) {
            try await connection.hooked(connection.authorizationRequest(redirectURI: "http://127.0.0.1/cb"))
        }
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    }

    @Test func afterLoginMayUseTheToken() async throws {
        let provider = FakeProvider(["/sites": .init(body: #"[{"id":"cloud-1","n":7}]"#)])
        let connection = try await FakeProvider.connection(
            provider,
            hooks: """
                after_login = function(conn, login)
                  assert(conn.name == "api" and login.type == "Bearer" and login.access_token == nil)
                  local sites = conn:get("/sites"):expect():json()
                  return { cloud_id = sites[1].id, n = sites[1].n, open = true, missing = nil }
                end
                """)
        let token = Token(accessToken: Redacted("new-token"), obtainedAt: Date())
        let stored = try await provider.services().tokens.signedIn(token, for: connection)
        #expect(stored.kept == ["cloud_id": "cloud-1", "n": "7", "open": "true"])
        #expect(await provider.store.token(for: connection.tokenKey(profile: "default")) == stored)
        #expect(provider.sent(to: "/sites").first?.header("Authorization") == "Bearer new-token")
    }

    @Test func whatIsKeptSaysWhereTheAPIIs() async throws {
        let provider = FakeProvider(["/sites": .init(body: #"[{"id":"cloud-1"}]"#)])
        let connection = try await FakeProvider.connection(
            provider,
            hooks: """
                after_login = function(conn)
                  return { cloud_id = conn:get("https://api.example/sites"):expect():json()[1].id }
                end
                """, more: "base_url = 'https://api.example/ex/{cloud_id}', hosts = { 'api.example' }")
        let services = provider.services()
        _ = try await services.tokens.signedIn(
            Token(accessToken: Redacted("new-token"), obtainedAt: Date()), for: connection)
        _ = try await services.client.send(APIRequest(url: "/issues"), as: connection)
        #expect(provider.sent.last?.url == "https://api.example/ex/cloud-1/issues")
    }

    @Test(arguments: [
        ("return { x = client.secret }", "returned a secret as 'x'"),
        ("return { x = { 1 } }", "returned a list as 'x'"),
        ("return 'x'", "returned a string, not a table"),
        ("conn:get('/status/404'):expect()", "failed at test.lua:7: https://api.example/status/404 answered 404"),
        ("conn:authorize()", "uses 'api' itself"),
    ])
    func whatCannotBeKept(line: String, message: String) async throws {
        let provider = FakeProvider(["/status/404": .init(status: 404, body: "")])
        let connection = try await FakeProvider.connection(
            provider, hooks: "after_login = function(conn, login, client)\n \(line) end")
        let token = Token(accessToken: Redacted("new-token"), obtainedAt: Date())
        let error = await #expect(throws: OAuthError.self) {
            try await provider.services().tokens.signedIn(token, for: connection)
        }
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    }
}

extension FakeProvider {
    /// A connection of a script that was run for its definitions only.
    static func connection(
        _ provider: FakeProvider, hooks: String, more: String = ""
    ) async throws -> Connection {
        let collector = DefinitionCollector(services: provider.services(), inputs: inputs, limits: LuaLimits())
        let source = definition(hooks, more: more) + "http.get('https://never.example/')"
        let entries = try await collector.collect(Array(source.utf8), chunkName: "@test.lua")
        return try entries[0].connection(secrets: provider.secretSource)
    }

    /// What the definition of ``definition(_:more:)`` is without its hooks.
    static func connection(_ provider: FakeProvider, grant: Bool) throws -> Connection {
        var fields: [String: DefinitionValue] = [
            "name": "api", "token_url": "https://id.example/token", "client_id": "client",
            "authorization_url": "https://id.example/authorize",
        ]
        if grant { fields["grant"] = "refresh_token" }
        return try ConnectionDefinition(fields).connection(secrets: provider.secretSource)
    }
}

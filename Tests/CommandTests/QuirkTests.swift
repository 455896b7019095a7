import Foundation
import TestSupport
import Testing

/// What definitions say of odd providers, from the command line. The demo provider plays them: no real server here does.
@Suite struct QuirkTests {
    let world: DemoWorld

    init() async throws { world = try await DemoWorld() }

    /// A script with one connection `odd`.
    private func script(
        _ body: String, token: String = "/oauth/token", authorize: String = "/oauth/authorize", base: String? = nil,
        _ fields: String
    ) throws -> String {
        try world.home.write(
            """
            local odd = oauth.connection {
              name = "odd", authorization_url = "\(world.url)\(authorize)",
              token_url = "\(token.hasPrefix("http") ? token : world.url + token)",
              client_id = secret "DEMO_CLIENT_ID", client_secret = secret "DEMO_CLIENT_SECRET",
              scope = "calendar.readonly", base_url = "\(base ?? world.url)", \(fields)
            }
            \(body)
            """, to: "odd.lua")
    }

    /// Signs in, runs the script and returns what it printed, on one line.
    private func result(of path: String, flags: [String] = []) async throws -> String {
        let signedIn = try await world.program.run(["authorize", path])
        #expect(signedIn.status == 0, "\(signedIn)")
        let run = try await world.program.run(["run", "--output", "json"] + flags + [path])
        #expect(run.status == 0, "\(run)")
        return run.stdout.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static let calendars = "return #odd:get('/calendar/v3/users/me/calendarList'):expect():json().items > 0"

    // MARK: Requests

    @Test func renamedParametersAndAnEnvelope() async throws {
        let path = try script(
            Self.calendars, token: "/quirk/token?envelope=tiktok&param=client_id:client_key",
            """
            client_auth = "post", parameter_names = { client_id = "client_key", plain = "client_id" },
            authorize_params = { plain = "{client_id}" }, token_path = "data", error_path = "code",
            """)
        #expect(try await result(of: path) == "true")
        try await world.tell("expire")
        #expect(try await world.program.run(["run", path]).status == 0, "it refreshes the same way")
    }

    @Test func theirErrorsAreShown() async throws {
        let path = try script(
            "", token: "/quirk/token?envelope=tiktok&require=secret_sauce",
            "client_auth = 'post', token_path = 'data', error_path = 'code',")
        let result = try await world.program.run(["authorize", path])
        #expect(result.status != 0)
        #expect(result.stderr.contains("40001 (secret_sauce is missing)"), "\(result)")
    }

    @Test func jsonBodiesAndHeaders() async throws {
        let path = try script(
            "return odd:get('/api/echo'):expect():json()",
            token: "/quirk/token?require=count&header=X-Api-Key&header=X-Only-Tokens&header=User-Agent",
            """
            body_format = "json", token_params = { count = 5 }, refresh_params = { count = 5 },
            headers = { ["X-Api-Key"] = secret "DEMO_CLIENT_SECRET", ["User-Agent"] = "script (me@example.com)" },
            token_headers = { ["X-Only-Tokens"] = "yes" },
            """)
        let echo = try await result(of: path)
        #expect(echo.contains("script (me@example.com)"), "\(echo)")
        #expect(!echo.lowercased().contains("x-only-tokens"))
        try await world.tell("expire")
        let traced = try await world.program.run(["get", "--verbose", path, "/api/echo"])
        #expect(traced.status == 0, "\(traced)")
        #expect(!traced.stderr.contains("demo-secret"), "\(traced.stderr)")
        #expect(traced.stderr.contains("> X-Api-Key: <redacted>"), "\(traced.stderr)")
    }

    @Test func everythingInTheURL() async throws {
        let path = try script(
            Self.calendars, token: "/quirk/token?require=code", "client_auth = 'post', token_method = 'GET',")
        let traced = try await world.program.run(["authorize", "--verbose", path])
        #expect(traced.status == 0, "\(traced)")
        #expect(traced.stderr.contains("> GET /quirk/token?<redacted>"), "\(traced.stderr)")
        #expect(!traced.stderr.contains("demo-secret"))
    }

    // MARK: Answers

    @Test func camelCaseAndMilliseconds() async throws {
        let path = try script(
            "local left = odd:status().expires_at - time.now() return left > 3000 and left <= 3600",
            token: "/quirk/token?names=camel&expires=ms&nest=a.b",
            """
            token_path = "a.b", expires_in_unit = "milliseconds",
            token_names = { access_token = "accessToken", refresh_token = "refreshToken", expires_in = "expiresIn" },
            """)
        #expect(try await result(of: path) == "true")
    }

    @Test func theSignInSaysWhereTheAPIIs() async throws {
        let path = try script(
            "return { odd:get('/me'):expect():json().instance, odd:status().kept.instance_url }",
            token: "/quirk/token?more=instance_url:%7Bbase%7D/quirk/instance/acme", base: "{instance_url}",
            "keep = { 'instance_url' },")
        #expect(try await result(of: path) == "[ \"acme\", \"\(world.url)/quirk/instance/acme\" ]")
        try await world.tell("expire")
        #expect(try await world.program.run(["run", path]).status == 0, "it is kept through a refresh")
    }

    @Test func theCallbackSaysWhoseDataItIs() async throws {
        let path = try script(
            "return odd:get('/me'):expect():json().instance", token: "/quirk/token?require=realm",
            authorize: "/quirk/authorize?code_name=spapi_oauth_code&extra=realmId:42",
            base: "\(world.url)/quirk/instance/{realmId}",
            """
            callback_names = { code = "spapi_oauth_code" }, keep = { "realmId" }, token_params = { realm = "{realmId}" },
            refresh_params = { realm = "{realmId}" },
            """)
        #expect(try await result(of: path) == "\"42\"")
        let status = try await world.program.run(["status", "--output", "json", path])
        #expect(
            status.stdout.contains("\"kept\": \"realmId=42\"") || status.stdout.contains("\"kept\":\"realmId=42\""),
            "\(status)")
    }

    /// Nobody listens at the token URL: the callback names the host.
    @Test func theCallbackSaysWhichHostGivesTheTokens() async throws {
        let port = world.url.split(separator: ":").last!
        func definition(hosts: String) throws -> String {
            try script(
                Self.calendars, token: "http://127.0.0.1:1/oauth/token",
                authorize: "/quirk/authorize?extra=server:\(world.url)",
                "keep = { 'server' }, token_origin = '{server}', hosts = { \(hosts) },")
        }
        let refused = try await world.program.run(["authorize", definition(hosts: "'127.0.0.1:1'")])
        #expect(refused.status != 0)
        #expect(refused.stderr.contains("which is none of its hosts"), "\(refused)")
        #expect(try await result(of: definition(hosts: "'127.0.0.1:\(port)', '127.0.0.1:1'")) == "true")
    }

    // MARK: The token

    @Test(
        arguments: [
            (
                "{ header = 'Authorization', scheme = 'OAuth' }", "name=Authorization&scheme=OAuth",
                "Authorization: OAuth "
            ),
            ("{ header = 'X-Shop-Token' }", "name=X-Shop-Token", "X-Shop-Token: "),
            ("{ query = 'tok' }", "placement=query&name=tok", nil),
            ("{ cookie = 'sid' }", "placement=cookie&name=sid", "Cookie: sid="),
        ] as [(String, String, String?)])
    func theTokenStandsWhereItIsWanted(placement: String, api: String, header: String?) async throws {
        let path = try script(
            "local r = odd:get('/quirk/api?\(api)'):expect() return { r:json().scope, r.url }",
            "token_placement = \(placement),")
        let printed = try await result(of: path)
        #expect(printed.contains("calendar.readonly"), "\(printed)")
        let token = try await world.program.run(["token", path]).text
        #expect(!printed.contains(token))
        try await world.tell("expire")  // a 401 is answered with a new token in the same place
        let traced = try await world.program.run(["get", "--verbose", path, "/quirk/api?\(api)"])
        #expect(traced.status == 0, "\(traced)")
        let fresh = try await world.program.run(["token", path]).text
        #expect(fresh != token)
        for secret in [token, fresh] { #expect(!traced.stderr.contains(secret), "\(traced.stderr)") }
        let line = try await world.program.run(["token", "--header", path])
        if let header {
            #expect(line.text == header + fresh)
        } else {
            #expect(line.status == 78)
            #expect(line.stderr.contains("there is no header to print"), "\(line)")
        }
    }

    @Test func anAccessTokenRenewsItself() async throws {
        let path = try script(
            Self.calendars,
            """
            client_auth = "post", refresh_url = "\(world.url)/quirk/renew", refresh_method = "GET",
            refresh_with = "access_token", hooks = { after_login = function(conn) conn:refresh() end },
            refresh_params = { grant_type = "fb_exchange_token", fb_exchange_token = "{access_token}", access_token = false },
            """)
        #expect(try await result(of: path) == "true")
        let before = try await world.program.run(["token", path]).text
        let refreshed = try await world.program.run(["refresh", "--verbose", path])
        #expect(refreshed.status == 0, "\(refreshed)")
        let after = try await world.program.run(["token", path]).text
        #expect(before != after)
        for secret in [before, after] { #expect(!refreshed.stderr.contains(secret), "\(refreshed.stderr)") }
        try await world.tell("expire")
        let ended = try await world.program.run(["run", path])
        #expect(ended.status == 77, "\(ended)")
    }
}

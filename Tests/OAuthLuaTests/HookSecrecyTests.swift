import Foundation
import LuaHost
import OAuthClient
import OAuthCore
import Testing

@testable import OAuthLua

/// No hook can get the text of a secret out of the value that stands for it.
@Suite struct HookSecrecyTests {
    static let secrets = [
        "the-client-secret", "given-refresh-token", "the-access-token", "the-refresh-token", "the-id-token",
    ]

    /// Everything that a hook is given, shown in every way that Lua has, and what comes of each attempt.
    static let look = """
        seen = {}
        function look(value, depth)
          local function try(f, ...)
            local _, result = pcall(f, ...)
            local encoded, text = pcall(json.encode, result)
            seen[#seen + 1] = (encoded and text or "") .. " " .. tostring(result)
          end
          if type(value) == "table" and not secret.is(value) and (depth or 0) < 5 then
            for key, item in pairs(value) do seen[#seen + 1] = tostring(key) look(item, (depth or 0) + 1) end
            return
          end
          try(tostring, value)
          try(string.format, "%s", value)
          try(function() return value .. "" end)
          try(function() return tostring("x" .. value) end)
          try(function() return #value end)
          try(function() return value:sub(1, 5) end)
          try(function() return value.text or value[1] end)
          try(function() return value == "the-access-token" end)
          try(function() return value < "m" end)
          try(rawget, value, "$secret")
          try(rawget, value, 1)
          try(next, value)
          try(getmetatable, value)
          try(setmetatable, value, {})
          try(json.encode, { value = value })
          try(table.concat, { "a", value })
          try(url.query, { q = value })
          try(hash.sha256, value)
          try(base64.encode, value)
          try(http.get, value)
          try(function() http.get("https://api.example/x", { headers = { x = value } }) end)
          try(function() http.get("https://api.example/x", { query = { x = value } }) end)
          try(function() error(value) end)
          try(function() error("x" .. value) end)
          try(log.error, value)
          try(secret.join, value, "x")
          try(function() return tostring(secret.lower(value)) end)
          try(os.getenv, value)
          try(io.open, value)
          try(load, value)
        end
        """

    @Test(arguments: HookPoint.allCases) func nothingShowsASecret(point: HookPoint) async throws {
        // An ID token that is none ends a sign-in, so there is one only where the answer itself is looked at.
        let idToken = point == .tokenResponse ? #""id_token":"the-id-token","# : ""
        let provider = FakeProvider([
            "/token": .init(
                body: """
                    {"access_token":"the-access-token","refresh_token":"the-refresh-token",\(idToken)
                     "token":{"value":"the-access-token"},"note":"given-refresh-token","list":["the-access-token"]}
                    """)
        ])
        if point == .error {
            provider.answer(
                "/token",
                .init(
                    status: 400,
                    body: """
                        {"error":"invalid_scope","error_description":"given-refresh-token of the-client-secret",
                         "access_token":"the-access-token","more":{"refresh_token":"the-refresh-token","id_token":"the-id-token"}}
                        """))
        }
        let services = provider.services()
        let collector = DefinitionCollector(services: services, inputs: FakeProvider.inputs, limits: LuaLimits())
        let source =
            Self.look + "\n"
            + FakeProvider.definition(
                """
                \(point.rawValue) = function(...)
                  for i = 1, select("#", ...) do look((select(i, ...))) end
                  local text = table.concat(seen, "\\n")
                  assert(#seen > 20, "there was nothing to look at")
                  http.post("https://seen.example/seen", { body = text })
                end
                """)
        let entries = try await collector.collect(Array(source.utf8), chunkName: "@test.lua")
        let connection = try entries[0].connection(secrets: provider.secretSource)
        if point == .authorizeURL {
            _ = try await connection.hooked(connection.authorizationRequest(redirectURI: "http://127.0.0.1/cb"))
        } else {
            let token = try? await services.tokens.token(for: connection)
            if let token, point == .afterLogin { _ = try await services.tokens.signedIn(token, for: connection) }
            _ = try? await services.client.send(APIRequest(url: "/x"), as: connection)
        }
        collector.end()
        let seen = try #require(provider.sent(to: "/seen").first, "the hook has not run")
        for secret in Self.secrets { #expect(!seen.body.contains(secret), "\(secret) is in\n\(seen.body)") }
        // None was sent anywhere but where the connection sends it.
        for sent in provider.sent where sent.request.url.path() != "/token" {
            for secret in Self.secrets {
                #expect(!sent.url.contains(secret) && !sent.body.contains(secret))
                #expect(!sent.request.headers.contains { $0.name != .authorization && $0.value.contains(secret) })
            }
        }
    }

    @Test(arguments: [
        ("access_token", "x", true), ("accessToken", "x", true), ("client_secret", "x", true), ("api_key", "x", true),
        ("id_token", "x", true), ("device_code", "x", true), ("Authorization", "Bearer x", true),
        ("Set-Cookie", "a=b", true),
        ("password", "x", true), ("client_assertion", "x", true), ("signature", "x", true), ("JSESSIONID", "x", true),
        ("value", "AQVJ6bl3k8fJ2mn0", true), ("note", "3f786850e387550fdab836ed7e6dc881de23001b", true),
        ("hook", "https://hooks.example/x?key=abc", true),
        ("token_type", "bearer", false), ("token_type", "User Access Token", false), ("expires_in", "3600", false),
        ("refresh_token_expires_in", "5184000", false),
        ("scope", "https://www.example.com/auth/calendar.readonly", false),
        ("user_id", "AQVJ6bl3k8fJ2mn0abc", false), ("id", "1324a887-45db-1bf4-1e99-ef0ff456d421", false),
        ("instance_url", "https://na139.salesforce.com", false),
        ("error_description", "The code has expired already", false),
        ("error_code", "4012", false), ("country_code", "DE", false), ("issued_at", "1278448384422", false),
        ("created", "2026-03-01T09:30:00Z", false), ("name", "averyveryverylongname12", false),
        ("permissions", "calendar.readonly", false), ("mail", "somebody.1234@example.com", false),
        ("content", "application/x-www-form-urlencoded", false),
    ])
    func whatIsHidden(name: String, text: String, isHidden: Bool) async throws {
        let body = JSONValue.object([name: .string(text)]).encoded()
        let provider = FakeProvider(["/token": .init(body: body)])
        _ = try? await provider.run(
            """
            token_response = function(response)
              local _, value = next(response)
              http.get("https://seen.example/seen?" .. tostring(secret.is(value)))
            end
            """)
        #expect(provider.sent(to: "/seen").map(\.url) == ["https://seen.example/seen?\(isHidden)"])
    }

    @Test func aSecretIsKnownForOneCallOnly() async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await FakeProvider().run(
                """
                sign_request = function(request, token)
                  kept = kept or token.access_token
                  request.headers["X-Kept"] = kept
                end
                """, "api:get('/x') api:get('/x')")
        }
        #expect(error?.message.contains("uses a secret that an earlier call was given") == true)
    }
}

import Foundation
import TestSupport
import Testing

/// Hooks of a definition, from the command line: with `run`, and with commands that only read the definition.
@Suite struct HookTests {
    /// Every hook that the demo provider gives an occasion for.
    static let hooks = """
        hooks = {
          authorize_url = function(request) request.params.extra = "from-the-hook" end,
          token_request = function(request, client)
            print("asks for", request.kind, tostring(request.headers.Authorization), tostring(client.secret))
            request.headers.Authorization = "Basic " .. secret.base64(client.id, ":", client.secret)
          end,
          token_response = function(response)
            print("got", tostring(response.access_token), response.token_type)
            response.token_type = nil
          end,
          after_login = function(conn, login)
            local list = conn:get("/calendar/v3/users/me/calendarList"):expect():json()
            return { calendars = #list.items }
          end,
          sign_request = function(request, token)
            request.headers["X-Calendars"] = token.kept.calendars
            request.headers["X-Proof"] = secret.sha256(token.access_token)
          end,
        },
        """

    @Test func hooksRunWithEveryCommand() async throws {
        let world = try await DemoWorld()
        let path = try world.script(
            "return demo:get('/api/echo'):json()", more: Self.hooks)
        let signedIn = try await world.program.run(["authorize", "--verbose", path])
        #expect(signedIn.status == 0, "\(signedIn)")
        #expect(signedIn.stderr.contains("extra=from-the-hook"))
        #expect(signedIn.stdout == "asks for\tcode\thidden secret\thidden secret\ngot\thidden secret\tBearer\n")

        let token = try await world.program.run(["token", path]).text
        let run = try await world.program.run(["run", "--verbose", "--output", "json", path])
        #expect(run.status == 0 && run.stdout.contains("\"x-calendars\""), "\(run)")

        let got = try await world.program.run(["get", path, "/api/echo"])
        #expect(got.status == 0 && got.stdout.contains("x-calendars") && got.stdout.contains("x-proof"), "\(got)")

        try await world.tell("expire")
        let refreshed = try await world.program.run(["refresh", path])
        #expect(refreshed.status == 0, "\(refreshed)")
        #expect(refreshed.stdout == "asks for\trefresh\thidden secret\thidden secret\ngot\thidden secret\tBearer\n")
        // What was kept outlives the refresh.
        let again = try await world.program.run(["get", path, "/api/echo"])
        #expect(again.stdout.contains("x-calendars"), "\(again)")

        let fresh = try await world.program.run(["token", path]).text
        let proof = try await world.program.run(["get", path, "/api/echo"])
        #expect(token != fresh && proof.stdout.contains("x-proof"))
        for text in [signedIn.stderr, signedIn.stdout, run.stderr, refreshed.stdout, refreshed.stderr] {
            for secret in [token, fresh, "demo-secret"] { #expect(!text.contains(secret)) }
        }
        // `--verbose` does not show what a hook computed of a secret.
        #expect(run.stderr.contains("X-Proof: <redacted>"), "\(run.stderr)")
    }

    @Test func aHookThatFailsFailsTheCommand() async throws {
        let world = try await DemoWorld()
        let path = try world.script(
            "return 1", more: "hooks = { after_login = function(conn) conn:get('/api/status/404'):expect() end },")
        let result = try await world.program.run(["authorize", path])
        #expect(result.status == 69, "\(result)")
        #expect(result.stderr.contains("the after_login hook of 'demo' failed at"), "\(result)")
    }
}

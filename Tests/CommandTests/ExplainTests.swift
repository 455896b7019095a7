import TestSupport
import Testing

@Suite struct ExplainTests {
    @Test func aCodeThatABrowserShowed() async throws {
        let home = try TempFolder("explain")
        let program = try Command.oauthlua(home: home)
        let found = try await program.run(["explain", "AADSTS50011", "--output", "json"])
        #expect(found.status == 0 && found.stdout.contains("\"code\":\"AADSTS50011\""), "\(found)")
        #expect(found.stdout.contains("Authentication page") && found.stderr.isEmpty, "\(found)")
        #expect(found.stdout.contains("\"provider\":\"microsoft\""), "\(found)")
        // As the page has it, with its sentence.
        let pasted = try await program.run([
            "explain", "AADSTS50011: The redirect URI 'x' specified", "--output", "json",
        ])
        #expect(pasted.stdout == found.stdout, "\(pasted)")
        // Several providers mean different things by it.
        let many = try await program.run(["explain", "invalid_grant", "--output", "csv"])
        #expect(many.stdout.contains("invalid_grant,google,") && many.stdout.contains("invalid_grant,any,"), "\(many)")
        #expect(!home.contains("store.sqlite") && !home.contains("key"), "nothing is opened for it")
    }

    @Test func allAndNone() async throws {
        let home = try TempFolder("explain")
        let program = try Command.oauthlua(home: home)
        let all = try await program.run(["explain", "--output", "ndjson"])
        #expect(all.status == 0 && all.stdout.split(separator: "\n").count >= 60, "\(all)")
        let none = try await program.run(["explain", "redirect_uri_missmatch"])
        #expect(none.status == 78 && none.stdout.isEmpty, "\(none)")
        #expect(none.stderr.contains("Did you mean 'redirect_uri_mismatch'?"), "\(none)")
        let unlisted = try await program.run(["explain", "aadsts99999"])
        #expect(unlisted.stderr.contains("https://login.microsoftonline.com/error?code=99999"), "\(unlisted)")
        let empty = try await program.run(["explain", ""])
        #expect(empty.status == 78 && empty.stderr.contains("See `oauthlua explain`"), "\(empty)")
    }

    @Test func aTerminalHasTheWholeSentence() async throws {
        let home = try TempFolder("explain")
        let program = try Command.oauthlua(home: home)
        let terminal = try program.start(
            ["explain", "AADSTS700016"], terminal: TerminalSize(columns: 80, rows: 30))
        let text = try await terminal.wait().stdout
        #expect(!text.contains("…") && text.contains("not common"), "\(text)")
    }

    /// What a real process says of a real answer.
    @Test func anAnswerIsExplained() async throws {
        let world = try await DemoWorld()
        let script = try world.home.write(
            """
            local c = oauth.connection { name = "x", grant = "client_credentials", client_id = "nobody",
              client_secret = "wrong", token_url = "\(world.url)/oauth/token", base_url = "\(world.url)" }
            return c:get("\(world.url)/api/echo").status
            """, to: "refused.lua")
        let result = try await world.program.run(["run", script])
        #expect(result.stderr.contains("invalid_client") && result.stderr.contains("\ncause: "), "\(result)")
    }
}

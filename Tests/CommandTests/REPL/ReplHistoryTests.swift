import Foundation
import TestSupport
import Testing

/// What a session leaves in the history.
@Suite struct ReplHistoryTests {
    @Test func linesAreKeptForTheirOwnerAloneAndCanBeRecalled() async throws {
        let home = try TempFolder("repl")
        let program = try Command.oauthlua(home: home)
        var repl = try await ReplSession(program)
        try await repl.enter("40 + 2")
        try await repl.enter("error 'kept as well'")
        #expect(try await repl.end().status == 0)

        #expect(try home.read("home/repl_history") == "40 + 2\nerror 'kept as well'\n")
        let rights =
            try FileManager.default.attributesOfItem(atPath: home.path(of: "home/repl_history"))[.posixPermissions]
            as? Int
        #expect(rights == 0o600)

        repl = try await ReplSession(program)
        repl.type("\u{10}\u{10}\r")  // Ctrl-P twice
        try await repl.expect("_1 = 42")
        try await repl.prompt()
        #expect(try await repl.end().status == 0)
    }

    @Test func secretsAreNotWritten() async throws {
        let home = try TempFolder("repl")
        let program = try Command.oauthlua(home: home, environment: ["DEMO_PIN": "8fj2-known-value"])
        let repl = try await ReplSession(program)
        try await repl.enter("client_secret = 'hunter2-one'")
        repl.type("c = { name = 'x',\r")
        try await repl.expect(">> ")
        repl.type("  password = 'hunter2-two',\r")
        try await repl.expect(">> ")
        try await repl.enter("}")
        try await repl.enter(
            "c = oauth.connection { name = 'x', token_url = 'https://id.example/token', "
                + "grant = 'client_credentials', client_id = 'id', client_secret = secret 'DEMO_PIN' }")
        // Reads the secret: from here on the process knows it.
        try await repl.enter("pcall(function() return c:status() end)")
        try await repl.enter("x = '8fj2-known-value'")
        try await repl.enter("x = 'harmless'")
        #expect(try await repl.end().status == 0)

        let kept = try home.read("home/repl_history")
        for secret in ["hunter2", "8fj2"] { #expect(!kept.contains(secret), "\(kept)") }
        #expect(!kept.contains("c = { name = 'x',"), "a chunk goes as a whole: \(kept)")
        #expect(kept.contains("client_secret = secret 'DEMO_PIN'") && kept.contains("x = 'harmless'"), "\(kept)")
    }
}

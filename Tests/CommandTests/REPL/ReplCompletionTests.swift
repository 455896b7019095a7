import TestSupport
import Testing

/// Tab, on a pseudo-terminal.
@Suite struct ReplCompletionTests {
    private func start() async throws -> ReplSession {
        let world = try TempFolder("repl")
        let program = try Command.oauthlua(home: world)
        try world.write(
            """
            oauth.connection { name = "calendar", grant = "client_credentials", token_url = "https://id.example/token", client_id = "id" }
            oauth.connection { name = "mail", grant = "client_credentials", token_url = "https://id.example/token", client_id = "id" }
            """, to: "home/connections.lua")
        return try await ReplSession(program)
    }

    /// What is typed before Tab, and what the line is then.
    @Test(arguments: [
        ("jso\t", "json"), ("coro\t", "coroutine"), ("retu\t", "return"),
        ("json.enc\t", "json.encode("), ("(http.po\t", "(http.post("),
        ("c = oauth.connection \"cal\t", "c = oauth.connection \"calendar\""),
        ("oauth.connection { preset = \"quickbooks-s\t", "oauth.connection { preset = \"quickbooks-sandbox\""),
        ("oauth.connection(\"ma\t", "oauth.connection(\"mail\""),
        (":conn\t", ":connections "), (":help oauth.conn\t", ":help oauth.connection"),
        ("list.items[1].sum\t", "list.items[1].summary"), ("list[\"a b\t", "list[\"a b c\"]"),
        ("list.items[1].nested.d\t", "list.items[1].nested.deep"), ("object:gre\t", "object:greet("),
        ("task.sp\t", "task.spawn("), ("list.items[2].x\t", "list.items[2].x"), ("-- jso\t", "-- jso"),
        ("f().a\t", "f().a"), ("trap.a\t", "trap.a"), (":table list.it\t", ":table list.items"),
    ])
    func words(typed: String, line: String) async throws {
        let repl = try await start()
        try await repl.enter("list = { items = { { summary = 'x', nested = { deep = 1 } } }, ['a b c'] = 1 }")
        try await repl.enter("object = setmetatable({}, { __index = { greet = function() end, colour = 1 } })")
        try await repl.enter("trap = setmetatable({}, { __index = function() error 'called' end })")
        repl.type(typed)
        try await Task.sleep(for: .milliseconds(300))
        // At the beginning of the line, the whole of it becomes a text that is shown.
        repl.type("\u{1}x = [==[\u{5}]==]\r")
        try await repl.expect("\n> ")
        #expect(try await repl.enter("x") == "_1 = " + quoted(line))
        #expect(try await repl.end().status == 0)
    }

    private func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\\\"") + "\"" }

    @Test func methodsOfAConnection() async throws {
        let repl = try await start()
        try await repl.enter("g = oauth.connection 'calendar'")
        repl.type("g:re\t")
        try await repl.expect("refresh  request  revoke")
        repl.type("f\t")
        try await repl.expect("resh(")
        repl.type("\u{3}")
        try await repl.expect("^C")
        try await repl.prompt()
        repl.type("g:\t")
        let shown = try await repl.expect("userinfo")
        for method in ["authorize", "claims", "get", "introspect", "status"] {
            #expect(shown.contains(method), "\(shown)")
        }
        #expect(!shown.contains("name"), "a field is no method")
        repl.type("\u{3}")
        try await repl.expect("^C")
        try await repl.prompt()
        #expect(try await repl.end().status == 0)
    }

    @Test func aBusyMachineDoesNotAnswer() async throws {
        let repl = try await start()
        try await repl.enter("t = task.spawn(function() task.sleep(0.3) busy = true while true do end end)")
        try await Task.sleep(for: .seconds(2))
        repl.type("jso\t")
        try await repl.expect("jso")
        try await Task.sleep(for: .seconds(2))
        repl.type("Z")
        let shown = try await repl.expect("Z")
        #expect(!shown.contains("n"), "\(shown)")
        repl.process.kill()
    }
}

import Foundation
import TestSupport
import Testing

/// The prompt as a person uses it, on a pseudo-terminal.
@Suite struct ReplTerminalTests {
    private func start(_ arguments: [String] = []) async throws -> (ReplSession, TempFolder) {
        let home = try TempFolder("repl")
        return (try await ReplSession(Command.oauthlua(home: home), arguments), home)
    }

    @Test func expressionsPrintByThemselvesAndAreKept() async throws {
        let (repl, _) = try await start()
        #expect(try await repl.enter("1 + 1") == "_1 = 2")
        #expect(try await repl.enter("'a' .. _") == #"_2 = "a2""#)
        #expect(try await repl.enter("_1, _2") == "_3 = 2\n_4 = \"a2\"")
        #expect(try await repl.enter("_") == "_5 = 2")
        #expect(try await repl.enter("nil") == "nil")
        #expect(try await repl.enter("x = 1") == "")
        #expect(try await repl.enter("print 'hello'") == "hello")
        #expect(try await repl.enter("json.decode('{\"a\":null}')") == "_6 = { a = null }")
        #expect(try await repl.end().status == 0)
    }

    @Test func linesThatTheParserWantsMoreOfGoOn() async throws {
        let (repl, _) = try await start()
        repl.type("function twice(n)\r")
        try await repl.expect(">> ")
        repl.type("return n * 2\r")
        try await repl.expect(">> ")
        repl.type("end\r")
        try await repl.prompt()
        #expect(try await repl.enter("twice(21)") == "_1 = 42")
        repl.type("{ 1,\r")
        try await repl.expect(">> ")
        repl.type("[[a\r")
        try await repl.expect(">> ")
        #expect(try await repl.enter("b]] }") == #"_2 = { 1, "a\nb" }"#)
        #expect(try await repl.end().status == 0)
    }

    @Test func pastedTextKeepsItsTabs() async throws {
        let (repl, _) = try await start()
        repl.type("function f()\r\treturn 5\rend\r")
        try await repl.expect("\n>> ")
        try await repl.expect("\n>> ")
        try await repl.expect("\n> ")
        #expect(try await repl.enter("f()") == "_1 = 5")
        #expect(try await repl.end().status == 0)
    }

    @Test func aTerminalThatCanDoNothing() async throws {
        let home = try TempFolder("repl")
        let process = try Command.oauthlua(home: home).start(
            ["repl", "--color", "never"], environment: ["TERM": "dumb"], terminal: TerminalSize())
        try await process.output(containing: "> ")
        process.write("6 * 7\n")
        try await process.output(containing: "_1 = 42")
        process.write("\u{4}")
        #expect(try await process.wait().status == 0)
    }

    @Test func localsStayForTheNextLine() async throws {
        let (repl, _) = try await start()
        try await repl.enter("local n <const>, m = 1, 2")
        try await repl.enter("local function up() n = n + m return n end")
        #expect(try await repl.enter("up(), n") == "_1 = 3\n_2 = 3")
        #expect(try await repl.end().status == 0)
    }

    @Test func errorsNameTheLineAndTheSessionGoesOn() async throws {
        let (repl, _) = try await start()
        try await repl.enter("x = 1")
        let boom = try await repl.enter("error 'boom'")
        #expect(boom.hasPrefix("error: boom\n") && boom.contains("at repl:2"), "\(boom)")
        #expect(try await repl.enter("x x").contains("at repl:3"))
        #expect(try await repl.enter(":tabel") == "error: there is no command :tabel\nhint: Did you mean :table?")
        try await repl.enter("t = task.spawn(function() task.sleep(0.3) error 'later' end)")
        try await repl.expect("a task failed: later")
        try await repl.prompt()
        #expect(try await repl.end().status == 0)
    }

    @Test(arguments: [
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "local co = coroutine.wrap(function() while true do end end) while true do pcall(co) end",
        "task.sleep(600)",
        "task.all { function() task.sleep(600) end, function() while true do end end }",
        "local t <close> = setmetatable({}, { __close = function() closed = true end }) task.sleep(600)",
        "require 'task' do local t t = task.spawn(function() t:await() end) end task.sleep(600)",
    ])
    func ctrlCStopsWhatRunsAndNotTheSession(chunk: String) async throws {
        let (repl, _) = try await start()
        try await repl.enter("n = 7")
        repl.type("started = true; \(chunk)\r")
        try await repl.expect("\r\n")
        try await Task.sleep(for: .milliseconds(300))
        repl.type("\u{3}")
        try await repl.expect("interrupted")
        try await repl.prompt()
        #expect(try await repl.enter("n") == "_1 = 7")
        #expect(
            try await repl.enter("(function() local s = 0 for i = 1, 1e5 do s = s + 1 end return s end)()")
                == "_2 = 100000")
        if chunk.contains("closed") { #expect(try await repl.enter("closed") == "_3 = true") }
        #expect(try await repl.end().status == 0)
    }

    @Test func ctrlCEndsABackgroundTaskThatKeepsLuaBusy() async throws {
        let (repl, _) = try await start()
        try await repl.enter("t = task.spawn(function() task.sleep(0.2) while true do end end)")
        try await Task.sleep(for: .milliseconds(800))
        repl.type("1 + 1\r")
        try await Task.sleep(for: .milliseconds(300))
        repl.type("\u{3}")
        // The line waited for Lua, and is the one that is given up, or runs once the task is gone.
        try await repl.prompt()
        #expect(try await repl.enter("t:status()").hasSuffix(#""cancelled""#))
        #expect(try await repl.end().status == 0)
    }

    @Test func ctrlCTwiceAtAnEmptyPromptEnds() async throws {
        let (repl, _) = try await start()
        repl.type("abc")
        try await repl.expect("abc")
        repl.type("\u{3}")
        try await repl.expect("^C")
        try await repl.prompt()
        repl.type("\u{3}")
        try await repl.expect("(again, or Ctrl-D, to end)")
        try await repl.prompt()
        repl.type("\u{3}")
        #expect(try await repl.process.wait().status == 0)
    }

    @Test func whatIsTypedAheadCountsWithItsEnd() async throws {
        let (repl, _) = try await start()
        repl.type("task.sleep(1)\r")
        try await Task.sleep(for: .milliseconds(400))
        repl.type("6 * 7\r\u{4}")
        try await repl.expect("_1 = 42")
        #expect(try await repl.process.wait().status == 0)
    }

    @Test func ctrlCDropsAChunkThatIsNotComplete() async throws {
        let (repl, _) = try await start()
        repl.type("for i = 1, 2 do\r")
        try await repl.expect(">> ")
        repl.type("\u{3}")
        try await repl.expect("^C")
        try await repl.prompt()
        #expect(try await repl.enter("5") == "_1 = 5")
        repl.type(":quit\r")
        #expect(try await repl.process.wait().status == 0)
    }

    @Test func osExitGivesItsCode() async throws {
        let (repl, _) = try await start()
        repl.type("os.exit(3)\r")
        #expect(try await repl.process.wait().status == 3)
    }

    @Test func endsInOrderWhenItIsTerminated() async throws {
        let (repl, _) = try await start()
        repl.process.terminate()
        #expect(try await repl.process.wait().status == 143)
    }

    @Test func resultsCanBeColoured() async throws {
        let home = try TempFolder("repl")
        let program = try Command.oauthlua(home: home)
        let styled = try await program.run(["repl", "--color", "always"], input: "{ 1, 'a', true }\n")
        #expect(styled.stdout == "{ \u{1B}[36m1\u{1B}[0m, \u{1B}[32m\"a\"\u{1B}[0m, \u{1B}[35mtrue\u{1B}[0m }\n")
        let terminal = try program.start(
            ["repl"], environment: ["TERM": "xterm", "NO_COLOR": "1"], terminal: TerminalSize())
        try await terminal.output(containing: "> ")
        terminal.write("{ 1 }\r\u{4}")
        let plain = try await terminal.wait()
        #expect(plain.stdout.contains("_1 = { 1 }"), "\(plain)")
    }
}

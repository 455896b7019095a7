import TestSupport
import Testing

/// `oauthlua repl < file`
@Suite struct ReplPipedTests {
    private func run(_ input: String, _ arguments: [String] = []) async throws -> Command.Result {
        try await Command.oauthlua(home: TempFolder("repl")).run(["repl"] + arguments, input: input)
    }

    @Test func resultsAreAllThatIsPrinted() async throws {
        let result = try await run("local x = { 1,\n2 }\nx\n#x\n'ü'\nprint 'p'\n:json x")
        #expect(
            result.stdout == "{ 1, 2 }\n2\n\"ü\"\np\n[1\n,2\n]\n" || result.stdout.hasPrefix("{ 1, 2 }\n2\n\"ü\"\np\n[")
        )
        #expect(result.status == 0 && result.stderr.isEmpty, "\(result)")
    }

    @Test func anErrorIsReportedAndTheSessionGoesOn() async throws {
        let result = try await run("1\nerror 'one'\n2\nhttp.get('http://127.0.0.1:1/')\n")
        #expect(result.stdout == "1\n2\n")
        #expect(result.stderr.contains("at stdin:2"), "\(result)")
        #expect(result.status == 1, "the first failure decides: \(result)")
        let network = try await run("http.get('http://127.0.0.1:1/', { retry = false })\n")
        #expect(network.status == 69, "\(network)")
    }

    @Test(arguments: ["function f()\n  return 1\n", "x = [[a\nb\n", "for i = 1, 2 do"])
    func aChunkThatTheEndCutsShortIsAnError(input: String) async throws {
        let result = try await run(input)
        #expect(
            result.status == 1 && result.stderr.contains("<eof>") && result.stderr.contains("at stdin:"), "\(result)")
    }

    @Test func tasksAreWaitedFor() async throws {
        let result = try await run("t = task.spawn(function() task.sleep(0.3) print 'late' end)\n'early'\n")
        #expect(result.stdout == "\"early\"\nlate\n")
        let failed = try await run("t = task.spawn(function() task.sleep(0.1) error 'late' end)\n")
        #expect(failed.status == 1 && failed.stderr.contains("a task failed: late"), "\(failed)")
    }

    @Test func tasksThatWaitForEachOtherAreAnError() async throws {
        let result = try await run(
            "local a a = task.spawn(function() task.sleep(0) b:await() end) b = task.spawn(function() a:await() end) a:await()\n1\n"
        )
        #expect(result.stdout == "1\n" && result.stderr.contains("deadlock"), "\(result)")
    }

    @Test func endsWithTheScriptsOwnCode() async throws {
        #expect(try await run("os.exit(7)\n").status == 7)
        #expect(try await run("1\nos.exit()\n2\n").stdout == "1\n")
        #expect(try await run(":quit\n1\n").stdout == "")
        #expect(try await run("", ["-"]).status == 64)
    }

    @Test func nothingIsLeftInTheHistory() async throws {
        let home = try TempFolder("repl")
        _ = try await Command.oauthlua(home: home).run(["repl"], input: "1\n")
        #expect(!home.contents.contains { $0.contains("history") })
    }

    @Test func memoryThatLacksIsAnErrorOfItsLine() async throws {
        let result = try await run("x = ('x'):rep(1 << 20):rep(1000)\n'still here'\n", ["--max-memory", "64"])
        #expect(result.stdout == "\"still here\"\n" && result.stderr.contains("not enough memory"), "\(result)")
    }
}

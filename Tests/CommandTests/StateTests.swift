import Foundation
import TestSupport
import Testing

/// What a script keeps between its runs.
@Suite struct StateTests {
    let home: TempFolder
    let program: Command

    init() throws {
        home = try TempFolder("state")
        program = try Command.oauthlua(home: home)
    }

    private func run(
        _ source: String, flags: [String] = [], named name: String = "script.lua"
    ) async throws -> Command.Result {
        try await program.run(["run"] + flags + [try home.write(source, to: name)])
    }

    private func shown(_ name: String = "script.lua", profile: String = "default") async throws -> String {
        try await program.run(["state", "show", "--profile", profile, home.path(of: name)]).stdout
    }

    @Test func aCounter() async throws {
        let source = "state.count = (state.count or 0) + 1 return state.count"
        for number in 1...3 { #expect(try await run(source).text == String(number)) }
        #expect(try await run(source, flags: ["--profile", "work"]).text == "1")
        #expect(try await run(source, named: "other.lua").text == "1")
        #expect(try await shown() == "{\"resources\":{},\"state\":{\"count\":3}}\n")
        #expect(try await shown(profile: "work").contains("{\"count\":1}"))
    }

    @Test func everyKindOfValueComesBack() async throws {
        let value =
            "{ n = 1, f = 1.5, w = 2.0, big = math.maxinteger, t = 'ü\\0\"', b = false, l = { 1, { 2 } }, e = {} }"
        _ = try await run("for name, value in pairs(\(value)) do state[name] = value end state.null = json.null")
        let result = try await run(
            """
            return { state.n, state.f, math.type(state.w), state.big == math.maxinteger, state.t == 'ü\\0"', state.b,
              state.l[2][1], next(state.e) == nil, state.null == json.null }
            """)
        #expect(result.stdout == "[\n1,\n1.5,\n\"float\",\ntrue,\ntrue,\nfalse,\n2,\ntrue,\ntrue\n]\n", "\(result)")
    }

    @Test(arguments: [
        ("state.x = 1 error 'no'", Int32(1)), ("state.x = 1 os.exit(3)", 3), ("state.x = 1 os.exit(false)", 1),
        ("state.x = 1 return '\\xff'", 65), ("state.x = 1 task.spawn(function() error 'late' end)", 1),
        ("state.x = 1 return function() end", 1),
    ])
    func onlyARunThatEndsWellKeepsAnything(source: String, status: Int32) async throws {
        let result = try await run(source)
        #expect(result.status == status, "\(result)")
        #expect(try await shown() == "")
    }

    @Test(arguments: [
        "os.exit(0)", "os.exit(true)", "coroutine.wrap(os.exit)()", "task.spawn(function() state.x = 1 end)",
    ])
    func whatEndsWell(end: String) async throws {
        let result = try await run("state.x = 1 \(end)")
        #expect(result.status == 0, "\(result)")
        #expect(try await shown().contains("\"x\":1"))
    }

    /// What nobody got does not count as done.
    @Test func outputThatCannotBeWritten() async throws {
        let result = try await run("state.x = 1 return { 1 }", flags: ["-o", "nowhere/out.json"])
        #expect(result.status == 74, "\(result)")
        #expect(try await shown() == "")
    }

    @Test(arguments: [
        ("state.deep = { list = { 1, print } }", "state.deep.list[2] is a function"),
        ("state.c = coroutine.create(print)", "state.c is a thread"), ("state.s = secret 'X'", "state.s is a secret"),
        ("state.seen = { [12345] = true }", "state.seen is a table whose keys are not names"),
        ("state.mixed = { 1, a = 2 }", "state.mixed is a table with both"), ("state.n = 0/0", "state.n is nan"),
        ("state.me = state", "nested too deeply"), ("state.text = '\\xff'", "state.text is a string that is not UTF-8"),
        ("state.big = ('x'):rep(11 << 20)", "10 MB"),
    ])
    func whatCannotBeKept(source: String, words: String) async throws {
        let result = try await run(source)
        #expect(result.status == 1, "\(result)")
        #expect(result.stderr.contains(words), "\(result)")
        #expect(try await shown() == "")
    }

    @Test func whatDoesNotTouchItOpensNothing() async throws {
        _ = try await run("print 'hello' state = 'a variable of my own' return state")
        #expect(!home.contains("home"))
    }

    @Test func aScriptFromStdinKeepsNothing() async throws {
        let result = try await program.run(["run", "-"], input: "state.x = 1")
        #expect(result.status == 78, "\(result)")
        #expect(result.stderr.contains("standard input keeps no state"), "\(result)")
    }

    @Test func theScriptIsItsPath() async throws {
        let source = "state.count = (state.count or 0) + 1 return state.count"
        _ = try await run(source, named: "folder/script.lua")
        let there = Command(program.executable, environment: program.environment, folder: home.path(of: "folder"))
        #expect(try await there.run(["run", "../folder/./script.lua"]).text == "2")
    }

    @Test func clear() async throws {
        _ = try await run("state.x = 1")
        let path = home.path(of: "script.lua")
        #expect(try await program.run(["state", "clear", path]).stderr.contains("is forgotten"))
        #expect(try await shown() == "")
        #expect(try await program.run(["state", "clear", path]).stderr.contains("keeps nothing"))
    }

    @Test func nothingOfItIsReadable() async throws {
        _ = try await run("state.name = 'somebody in particular'")
        for name in home.contents where name.contains("store.sqlite") && !name.contains(".locks") {
            #expect(!String(decoding: try home.bytes(of: name), as: UTF8.self).contains("somebody"), "\(name)")
        }
    }

    /// Definitions are found behind a look at the state, which then is empty and stays as it is.
    @Test func aScriptThatIsOnlyAskedForItsConnections() async throws {
        let source = """
            state.count = (state.count or 0) + 1
            if state.count > 1 then error "it was not empty" end
            oauth.connection { name = "a", token_url = "https://x.example/t", client_id = "c", grant = "client_credentials" }
            http.get "http://127.0.0.1:1"
            """
        let path = try home.write(source, to: "script.lua")
        for _ in 0..<2 {
            let result = try await program.run(["status", path])
            #expect(result.status == 0 && result.stdout.contains("\"a\""), "\(result)")
        }
        #expect(try await shown() == "")
    }

    // MARK: Several runs

    private static let slow = """
        io.stdout:setvbuf "no"
        state.count = (state.count or 0) + 1
        print("has it")
        local go = io.open(arg[1])
        while not go do task.sleep(0.02) go = io.open(arg[1]) end
        """

    /// The second goes on from what the first has left.
    @Test func aRunWaitsForTheOneThatHasTheState() async throws {
        let path = try home.write(Self.slow, to: "slow.lua")
        let go = home.path(of: "go")
        let first = try program.start(["run", path, go])
        try await first.output(containing: "has it")
        let second = try program.start(["run", path, go])
        try await Task.sleep(for: .milliseconds(400))
        #expect(second.isRunning && second.stdout.isEmpty)
        try home.write("", to: "go")
        #expect(try await first.wait().status == 0)
        #expect(try await second.wait().status == 0)
        #expect(try await shown("slow.lua").contains("\"count\":2"))
    }

    @Test func single() async throws {
        let path = try home.write(Self.slow, to: "slow.lua")
        let go = home.path(of: "go")
        let first = try program.start(["run", "--single", path, go])
        try await first.output(containing: "has it")
        let second = try await program.run(["run", "--single", path, go])
        #expect(second.status == 75, "\(second)")
        #expect(second.stderr.contains("another run of") && second.stderr.contains("process"), "\(second)")
        try home.write("", to: "go")
        // Another profile is another script.
        #expect(try await program.run(["run", "--single", "--profile", "work", path, go]).status == 0)
        #expect(try await first.wait().status == 0)
        #expect(try await program.run(["run", "--single", path, go]).status == 0)
        #expect(try await program.run(["run", "--single", "-"], input: "return 1").status == 64)
    }

    /// `--single` also stands against a script that keeps nothing.
    @Test func singleWithoutState() async throws {
        let path = try home.write("io.stdout:setvbuf 'no' print 'runs' task.sleep(600)", to: "idle.lua")
        let first = try program.start(["run", "--single", path])
        try await first.output(containing: "runs")
        #expect(try await program.run(["run", "--single", path]).status == 75)
        first.kill()
        _ = try await first.wait()
    }

    // MARK: Checkpoints

    @Test func aCheckpointHoldsWhateverComesAfterIt() async throws {
        let result = try await run("state.x = 1 checkpoint() state.x = 2 error 'no'")
        #expect(result.status == 1)
        #expect(try await shown().contains("\"x\":1"))
        // One without anything to keep is none.
        #expect(try await run("checkpoint()", named: "other.lua").status == 0)
        #expect(try await shown("other.lua") == "")
    }

    /// Killed anywhere, the state is that of a checkpoint: of the last one that was said to be done, or of the one under way.
    @Test func killedBetweenCheckpoints() async throws {
        let path = try home.write(
            """
            io.stdout:setvbuf "no"
            while true do
              state.count = (state.count or 0) + 1
              state.list = {}
              for i = 1, 2000 do state.list[i] = state.count end
              checkpoint()
              print(state.count)
            end
            """, to: "endless.lua")
        var before = 0
        for round in 0..<6 {
            let process = try program.start(["run", path])
            let start = before + round
            _ = try await process.line { (Int($0) ?? 0) > start }
            try await Task.sleep(for: .microseconds(Int.random(in: 0...3000)))
            process.kill()
            _ = try await process.wait()
            let last = process.stdout.split(separator: "\n").compactMap { Int($0) }.max() ?? 0
            let text = try await shown("endless.lua")
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: [String: Any]])
            let count = try #require(document["state"]?["count"] as? Int)
            #expect(count >= last && count <= last + 1)
            #expect(document["state"]?["list"] as? [Int] == [Int](repeating: count, count: 2000))
            before = count
        }
    }
}

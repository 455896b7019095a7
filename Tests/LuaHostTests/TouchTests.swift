import Testing

@testable import LuaHost

/// Globals that are made when they are touched (`host.on_touch`), and what is done at the end (`host.at_end`).
@Suite struct TouchTests {
    /// `kept` waits for its value; where nothing can wait, it is the text "later".
    private static let kept = LuaModule(
        name: "kept",
        source: Array(
            """
            local host = ...
            local value
            host.on_touch("kept", function(later)
                if later then return "later" end
                made = (made or 0) + 1
                value = value or { answer = host.wait("later", 42) }
                return value
            end)
            """.utf8))

    private func run(_ source: String) async throws -> [LuaValue] {
        try await Script(modules: [Self.kept]).run(source)
    }

    @Test func itIsMadeOnce() async throws {
        #expect(
            try await run("local first = kept return first.answer, kept == first, require 'kept' == first, made") == [
                42, true, true, 1,
            ])
        #expect(try await run("return require('kept').answer, kept.answer, made") == [42, 42, 1])
    }

    @Test func nothingIsMadeUntouched() async throws {
        let script = Script(modules: [Self.kept])
        #expect(try await script.run("return made, rawget(_G, 'kept')") == [.nil, .nil])
        #expect(script.host.record.performed.isEmpty)
    }

    @Test func inACoroutineAndInTasks() async throws {
        #expect(try await run("return coroutine.wrap(function() return kept.answer end)()") == [42])
        #expect(
            try await run(
                "local a, b = task.all { function() return kept end, function() return kept end } return a.answer, b.answer"
            )
                == [42, 42])
    }

    @Test func aVariableOfTheScriptIsItsOwn() async throws {
        #expect(try await run("kept = 'mine' return kept, made") == ["mine", .nil])
    }

    /// Whoever lists the globals or guards them needs a value at once.
    @Test func whereNothingCanWait() async throws {
        #expect(try await run("setmetatable(_G, {}) return kept") == ["later"])
        #expect(
            try await run("for name, value in pairs(_G) do if name == 'kept' then return value end end") == ["later"])
        let error = try await Script(modules: [Self.kept]).failure(
            "table.sort({ 2, 1 }, function(a, b) return kept.answer < a end)")
        #expect(error.message.contains("cannot wait here"))
    }

    @Test func itIsTriedAgainAfterAFailure() async throws {
        let failing = LuaModule(
            name: "kept",
            source: Array(
                """
                local host = ...
                local count = 0
                host.on_touch("kept", function()
                    count = count + 1
                    if count == 1 then host.wait("fail", "not now") end
                    return count
                end)
                """.utf8))
        #expect(
            try await Script(modules: [failing]).run(
                "local ok, problem = pcall(function() return kept end) return ok, tostring(problem), kept")
                == [false, "not now", 2])
    }

    private static let ending = LuaModule(
        name: "ending",
        source: Array(
            """
            local host = ...
            host.at_end(function() print("end", told) if told == "bad" then host.raise("it ended badly") end end)
            return {}
            """.utf8))

    @Test(arguments: [
        ("local _ = ending task.spawn(function() task.sleep(0.01) told = 'late' end)", "end\tlate\n"),
        ("local _ = ending coroutine.wrap(function() told = 'exit' os.exit(true) end)()", "end\texit\n"),
        ("local _ = ending os.exit(1)", ""), ("local _ = ending error 'no'", ""), ("", ""),
    ])
    func itIsCalledWhenTheScriptHasEndedWell(_ source: String, _ output: String) async throws {
        let script = Script(modules: [Self.ending])
        _ = try? await script.run(source)
        #expect(script.output.text == output)
    }

    @Test func whatItRaisesIsTheFailure() async throws {
        let script = Script(modules: [Self.ending])
        let error = try await script.failure("local _ = ending told = 'bad' return 1")
        #expect(error.reason == .runtime)
        #expect(error.message == "it ended badly")
        let atExit = try await script.failure("local _ = ending told = 'bad'\nos.exit(0)")
        #expect(atExit.description == "test.lua:2: it ended badly")
    }
}

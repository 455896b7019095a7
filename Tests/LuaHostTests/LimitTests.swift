import Foundation
import Testing

@testable import LuaHost

@Suite struct LimitTests {
    private func limited(_ bytes: Int) -> Script { Script(limits: LuaLimits(memory: bytes)) }

    @Test(arguments: [
        Case("tables", "local t = {} for i = 1, 1e8 do t[i] = {} end"),
        Case("a string", "local s = ('x'):rep(1e9)"),
        Case("concatenation", "local s = 'x' while true do s = s .. s end"),
        Case("coroutines", "local t = {} while true do t[#t + 1] = coroutine.create(print) end"),
        Case("a task", "task.spawn(function() local s = ('x'):rep(1e9) end):await()"),
        Case("wrap", "coroutine.wrap(function() local s = ('x'):rep(1e9) end)()"),
        Case("json.decode", "json.decode('[' .. ('{},'):rep(300000) .. '1]')"),
    ])
    func memory(script: Case) async throws {
        let error = try await limited(8 << 20).failure("\n" + script.source)
        #expect(error.reason == .memory)
        #expect(
            error.message
                == "not enough memory: the script's values and responses need more than the limit of 8 MB (--max-memory sets it)"
        )
        #expect(error.location?.line == 2)
    }

    @Test func memoryWhileAnAnswerIsRead() async throws {
        let script = Script(limits: LuaLimits(memory: 4 << 20), globals: [:])
        let error = try await script.failure(
            """
            local big = {}
            for i = 1, 20000 do big[i] = i end
            local kept = {}
            for i = 1, 100 do
                kept[i] = host.wait('echo', big)
            end
            """)
        #expect(error.reason == .memory)
        #expect(error.location?.line == 5)
    }

    @Test func memoryErrorsCanBeCaught() async throws {
        let result = try await limited(8 << 20).run(
            "local ok, e = pcall(string.rep, 'x', 1e9) return ok, e, #('y'):rep(1000)")
        #expect(result == [false, "not enough memory", 1000])
    }

    @Test func tooLittleToStart() async throws {
        #expect(try await limited(1000).failure("").reason == .memory)
    }

    /// A machine must survive memory that runs out at any point of its work.
    @Test func memoryEndsAnywhere() async throws {
        var done = 0
        for limit in stride(from: 20_000, to: 400_000, by: 1_777) {
            do {
                try await limited(limit).run(
                    """
                    local t = task.map({1, 2, 3}, function(i)
                        local v = json.decode(json.encode {a = {i, {b = 'c'}}})
                        return host.wait('echo', v, host.functions.echo(v)).a[1]
                    end)
                    local ok, e = pcall(coroutine.wrap(function() host.wait('fail', 'x') end))
                    if tostring(e) ~= 'x' then error(e, 0) end
                    return ('x'):rep(1000)
                    """)
                done += 1
            } catch let error as ScriptError {
                #expect(error.reason == .memory || error.message.contains("not enough memory"), "\(limit): \(error)")
            }
        }
        #expect(done > 10)
    }

    @Test(arguments: [
        Case("loop", "while true do end"),
        Case("loop in pcall", "while true do pcall(function() while true do end end) end"),
        Case("pcall of pcall", "while true do pcall(pcall, error) end"),
        Case("xpcall", "while true do xpcall(function() while true do end end, function(e) return e end) end"),
        Case(
            "nested coroutines", "coroutine.wrap(function() coroutine.wrap(function() while true do end end)() end)()"),
        Case(
            "resume in a loop", "while true do coroutine.resume(coroutine.create(function() while true do end end)) end"
        ),
        Case("task", "task.spawn(function() while true do end end):await()"),
        Case("sort", "while true do table.sort({3, 2, 1}, function(a, b) return a < b end) end"),
        Case("gsub", "while true do ('abc'):gsub('.', function(c) return c end) end"),
        Case(
            "to-be-closed",
            "local c <close> = setmetatable({}, {__close = function() while true do end end}) while true do end"),
        Case(
            "finalizer waiting for its turn",
            "setmetatable({}, {__gc = function() while true do end end}) while true do end"),
        Case("waiting", "host.wait('hang')"),
        Case("waiting in pcall", "while true do pcall(host.wait, 'hang') end"),
        Case("sleeping", "while true do pcall(task.sleep, 3600) end"),
        Case(
            "waiting in coroutines",
            "while true do pcall(coroutine.wrap(function() while true do pcall(host.wait, 'hang') end end)) end"),
        Case("tasks that wait", "task.map({1, 2, 3}, function() while true do pcall(host.wait, 'hang') end end)"),
    ])
    func timeLimit(script: Case) async throws {
        var limited = Script()
        limited.limits.time = .milliseconds(30)
        limited.limits.grace = .seconds(60)
        let error = try await limited.failure("\n" + script.source)
        #expect(error.reason == .timeLimit)
        #expect(error.message == "the time limit ran out")
        #expect(error.location?.line == 2)
    }

    /// Before the machine is open, while the script is compiled, while it starts, between two coroutines …
    @Test func timeLimitAtAnyMoment() async throws {
        for microseconds in stride(from: 0, to: 3000, by: 50) {
            var limited = Script()
            limited.limits.time = .microseconds(microseconds)
            limited.limits.grace = .seconds(60)
            let error = try await limited.failure(
                "while true do coroutine.wrap(function() pcall(coroutine.wrap(function() host.wait('echo') end)) end)() end"
            )
            #expect(error.reason == .timeLimit)
        }
    }

    @Test(arguments: [
        Case("pathological pattern", "('a'):rep(40000):find(('.-'):rep(40) .. 'b')"),
        Case("finalizer", "setmetatable({}, {__gc = function() while true do end end}) collectgarbage()"),
    ])
    func whatNeverReturnsToLuaIsLeftBehind(script: Case) async throws {
        var limited = Script()
        limited.limits.time = .milliseconds(30)
        limited.limits.grace = .milliseconds(50)
        let error = try await limited.failure("\n\n" + script.source)
        #expect(error.reason == .timeLimit)
        if script.testDescription != "finalizer" {
            #expect(error.location == ScriptLocation(file: "test.lua", line: 3))
        }
    }

    @Test func interrupt() async throws {
        let script = Script()
        let runtime = script.runtime
        let run = Task {
            try await runtime.run(
                Array("host.wait('echo')\nwhile true do pcall(host.wait, 'hang') end".utf8), chunkName: "@i.lua")
        }
        while !script.host.record.performed.contains("hang") { await Task.yield() }
        runtime.interrupt()
        let error = await #expect(throws: ScriptError.self) { try await run.value }
        #expect(error?.reason == .interrupted)
        #expect(error?.location == ScriptLocation(file: "i.lua", line: 2))
        #expect(script.host.record.cancelled == 1)
        // What is started after an interrupt does not start.
        await #expect(throws: ScriptError.self) { try await runtime.run(Array("return 1".utf8), chunkName: "@i.lua") }
    }

    @Test func cancellationInterrupts() async throws {
        let script = Script()
        let task = Task { try await script.run("host.wait('hang')") }
        while script.host.record.performed.isEmpty { await Task.yield() }
        task.cancel()
        let error = await #expect(throws: ScriptError.self) { try await task.value }
        #expect(error?.reason == .interrupted)
    }

    @Test(arguments: [
        Case("main", "os.exit(3)"),
        Case("in pcall", "pcall(os.exit, 3) print 'no'"),
        Case(
            "in coroutines",
            "coroutine.wrap(function() pcall(coroutine.wrap(function() pcall(os.exit, 3) end)) end)() print 'no'"),
        Case("in a task", "pcall(function() task.spawn(os.exit, 3):await() end) print 'no'"),
        Case("in sort", "pcall(table.sort, {1, 2}, function() os.exit(3) end) print 'no'"),
        Case("after waiting", "host.wait('later') os.exit(3)"),
        Case("while others wait", "task.spawn(host.wait, 'hang') host.wait('later') os.exit(3)"),
        Case("in a module", "package.preload.m = function() os.exit(3) end pcall(require, 'm') print 'no'"),
    ])
    func exit(script: Case) async throws {
        let run = Script()
        let error = try await run.failure("print 'yes' " + script.source)
        #expect(error.reason == .exit(3))
        #expect(run.output.text == "yes\n")
    }

    @Test(arguments: [("", 0), ("true", 0), ("false", 1), ("0", 0), ("77", 77)])
    func exitCodes(code: String, expected: Int32) async throws {
        #expect(try await Script().failure("os.exit(\(code))").reason == .exit(expected))
    }
}

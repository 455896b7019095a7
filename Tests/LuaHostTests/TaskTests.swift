import Testing

@testable import LuaHost

@Suite struct TaskTests {
    @Test(arguments: [
        Case(
            "spawn and await",
            "local t = task.spawn(function(a, b) return a + b, 'x' end, 1, 2) local a, b = t:await() return a == 3 and b == 'x'"
        ),
        Case("await twice", "local t = task.spawn(function() return 1 end) return t:await() == 1 and t:await() == 1"),
        Case(
            "two awaiters",
            "local t = task.spawn(host.wait, 'later', 5) local u = task.spawn(function() return t:await() end) return t:await() + u:await() == 10"
        ),
        Case(
            "all, in order",
            "local a, b, c = task.all {function() return host.wait('later', 1) end, function() return 2 end, function() end} return a == 1 and b == 2 and c == nil"
        ),
        Case("all of none", "return select('#', task.all {}) == 0"),
        Case(
            "map, in order",
            "return table.concat(task.map({5, 4, 3}, function(x, i) host.wait(i == 1 and 'later' or 'echo') return x .. i end), ' ') == '51 42 33'"
        ),
        Case("map of none", "return #task.map({}, print) == 0"),
        Case(
            "callable tables",
            "return task.spawn(setmetatable({}, {__call = function(_, x) return x end}), 3):await() == 3"),
        Case("tasks stay in Lua", "local f = function() end return task.spawn(function() return f end):await() == f"),
        Case(
            "status",
            "local t = task.spawn(host.wait, 'later') local a = t:status() t:await() return a .. t:status() == 'runningdone' and tostring(t) == 'task (done)'"
        ),
        Case(
            "await inside a coroutine",
            "local t = task.spawn(host.wait, 'later', 8) return coroutine.wrap(function() return t:await() end)() == 8"),
        Case("sleep", "task.sleep(0) task.sleep(0.001) task.sleep(-1) return true"),
        Case(
            "failure is raised at await",
            "local t = task.spawn(error, {kind = 'x'}) host.wait('later') local ok, e = pcall(t.await, t) return not ok and e.kind == 'x' and t:status() == 'failed'"
        ),
        Case(
            "cancelled task",
            """
            local log = {}
            local t = task.spawn(function()
                local c <close> = setmetatable({}, {__close = function() log[#log + 1] = 'outer' end})
                coroutine.wrap(function()
                    local c <close> = setmetatable({}, {__close = function() log[#log + 1] = 'inner' end})
                    host.wait('hang')
                end)()
            end)
            host.wait('later')
            assert(t:cancel() and not t:cancel())
            local ok, e = pcall(t.await, t)
            return table.concat(log, ' ') == 'inner outer' and e.kind == 'cancelled' and t:status() == 'cancelled'
            """),
        Case(
            "cancelled before it started",
            "local ran local t = task.spawn(function() ran = true end) t:cancel() host.wait('later') return not ran"),
        Case(
            "cancelled after it ended",
            "local t = task.spawn(function() return 4 end) host.wait('later') return t:cancel() == false and t:await() == 4"
        ),
        Case(
            "all within all",
            "local a = task.all {function() local x, y = task.all {function() return 1 end, function() return 2 end} return x + y end} return a == 3"
        ),
        Case(
            "pcall around all",
            "local ok, e = pcall(task.all, {function() host.wait('fail', 'no') end}) return not ok and tostring(e) == 'no'"
        ),
    ])
    func semantics(script: Case) async throws {
        #expect(try await Script().run(script.source) == [true])
    }

    @Test(arguments: ["task.all {hang, hang, fail, hang}", "task.map({hang, hang, fail, hang}, function(f) f() end)"])
    func theFirstFailureCancelsTheRest(call: String) async throws {
        let script = Script()
        let error = try await script.failure(
            """
            local closed = 0
            local function hang()
                local c <close> = setmetatable({}, {__close = function() closed = closed + 1 end})
                host.wait('hang')
            end
            local function fail() host.wait('later') host.wait('fail', {kind = 'http', message = 'no'}) end
            local ok, e = pcall(function() \(call) end)
            assert(closed == 3, closed)
            error(e)
            """)
        #expect(error.kind == "http")
        #expect(error.message == "no")
        #expect(script.host.record.cancelled == 3)
    }

    @Test func cancellingATaskCancelsTheTasksOfItsGroup() async throws {
        let script = Script()
        try await script.run(
            """
            local t = task.spawn(function()
                task.all {function() host.wait('hang') end, function() host.wait('hang') end}
            end)
            host.wait('later')
            t:cancel()
            """)
        #expect(script.host.record.cancelled == 2)
    }

    @Test func mapKeepsItsLimit() async throws {
        let script = Script()
        let result = try await script.run(
            """
            local now, most = 0, 0
            local list = {}
            for i = 1, 50 do list[i] = i end
            local doubled = task.map(list, function(x)
                now = now + 1
                most = math.max(most, now)
                host.wait('later')
                now = now - 1
                return 2 * x
            end, {limit = 3})
            return most, #doubled, doubled[50]
            """)
        #expect(result == [3, 50, 100])
        #expect(script.host.record.mostRunning <= 3)
    }

    @Test func theRunWaitsForItsTasks() async throws {
        let script = Script()
        #expect(
            try await script.run("task.spawn(function() host.wait('later') print 'second' end) print 'first' return 1")
                == [1])
        #expect(script.output.text == "first\nsecond\n")
    }

    @Test func aFailureThatNobodyAwaitsIsTheRuns() async throws {
        let error = try await Script().failure(
            "task.spawn(function()\n host.wait('later')\n error('lost')\n end)\n return 1")
        #expect(error.message == "lost")
        #expect(error.location == ScriptLocation(file: "test.lua", line: 3))
    }

    @Test func aFailureKeepsItsTracebackThroughAwait() async throws {
        let error = try await Script().failure(
            """
            local function fetch()
                host.wait('fail', 'no')
            end
            local t = task.spawn(function() fetch() end)
            t:await()
            """)
        #expect(error.location == ScriptLocation(file: "test.lua", line: 2))
        #expect(error.traceback.map(\.location.line) == [2, 4, 5])
        #expect(error.traceback.first?.function == "fetch")
    }

    @Test(arguments: [
        Case(
            "a task waits for the one that waits for it",
            "local a, b a = task.spawn(function() b:await() end) b = task.spawn(function() a:await() end) a:await()"),
        Case(
            "after the main script ended",
            "local a, b a = task.spawn(function() b:await() end) b = task.spawn(function() a:await() end)"),
    ])
    func deadlock(script: Case) async throws {
        let error = try await Script().failure(script.source)
        #expect(error.message == "deadlock: all tasks wait for each other")
        #expect(error.location?.line == 1)
    }

    @Test(arguments: [
        ("task.spawn()", "task.spawn needs a function, got nothing"),
        ("task.spawn(5)", "task.spawn needs a function, got number"),
        ("task.all(5)", "task.all needs a list of functions, got number"),
        ("task.all {1}", "task.all (number 1) needs a function, got number"),
        ("task.map(nil, print)", "task.map needs a list, got nil"),
        ("task.map({}, nil)", "task.map needs a function, got nothing"),
        ("task.map({}, print, {limit = 0})", "task.map: limit must be a whole number of at least 1"),
        ("task.sleep('x')", "task.sleep needs a number of seconds, got x"),
        ("task.sleep(0/0)", "task.sleep needs a number of seconds, got -nan"),
        ("local t t = task.spawn(function() t:await() end) t:await()", "a task cannot await itself"),
        ("local t t = task.spawn(function() t:cancel() end) t:await()", "a task cannot cancel itself"),
    ])
    func misuse(source: String, message: String) async throws {
        let error = try await Script().failure("\n" + source)
        #expect(error.message == message)
        #expect(error.location?.line == 2)
    }
}

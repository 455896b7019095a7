import Foundation
import Testing

@testable import LuaHost

@Suite struct WaitingTests {
    /// Wherever Lua can be suspended, a host operation can wait.
    @Test(arguments: [
        Case("main chunk", "return wait('echo', 1) == 1"),
        Case("several values", "return select('#', wait('echo', 1, nil, 3)) == 3"),
        Case("no values", "return select('#', wait('echo')) == 0"),
        Case("pcall", "return select(2, pcall(wait, 'echo', 7)) == 7"),
        Case("xpcall", "return select(2, xpcall(wait, print, 'echo', 7)) == 7"),
        Case("metamethod", "return setmetatable({}, {__index = function(_, k) return wait('echo', k) end}).x == 'x'"),
        Case("arithmetic", "return setmetatable({}, {__add = function(_, n) return wait('echo', n) end}) + 4 == 4"),
        Case(
            "comparison", "local t = setmetatable({}, {__lt = function() return wait('echo', true) end}) return t < t"),
        Case("call", "return setmetatable({}, {__call = function(_, n) return wait('echo', n) end})(5) == 5"),
        Case(
            "close",
            "local x do local c <close> = setmetatable({}, {__close = function() x = wait('echo', 1) end}) end return x == 1"
        ),
        Case(
            "iterator",
            "local s = 0 for i in function(_, n) n = (n or 0) + 1 if n < 4 then return wait('echo', n) end end do s = s + i end return s == 6"
        ),
        Case(
            "dofile",
            "local n = os.tmpname() local f = io.open(n, 'w') f:write 'return host.wait(\"echo\", 9)' f:close() local v = dofile(n) os.remove(n) return v == 9"
        ),
        Case(
            "resume", "return select(2, coroutine.resume(coroutine.create(function() return wait('echo', 3) end))) == 3"
        ),
        Case("wrap", "return coroutine.wrap(function() return wait('echo', 3) end)() == 3"),
        Case(
            "yields between waits",
            """
            local co = coroutine.wrap(function(a)
                local b = coroutine.yield(wait('echo', a))
                local c = coroutine.yield(wait('echo', b))
                return wait('echo', c), 'end'
            end)
            return co(1) == 1 and co(2) == 2 and select(2, co(3)) == 'end'
            """),
        Case(
            "for over wrap",
            """
            local sum = 0
            for n in coroutine.wrap(function() for i = 1, 10 do coroutine.yield(wait('echo', i)) end end) do
                sum = sum + wait('echo', n)
            end
            return sum == 55
            """),
        Case(
            "nested ten deep",
            """
            local function nest(n)
                if n == 0 then return wait('echo', 'deep') end
                return coroutine.wrap(function() coroutine.yield(nest(n - 1)) end)()
            end
            return nest(10) == 'deep'
            """),
        Case(
            "pcall around wrap around pcall",
            """
            local ok, err = pcall(coroutine.wrap(function()
                local ok, err = pcall(wait, 'fail', 'inner')
                assert(not ok and tostring(err) == 'inner')
                wait('fail', 'outer')
            end))
            return not ok and tostring(err) == 'outer'
            """),
        Case(
            "error in a suspended coroutine",
            """
            local co = coroutine.create(function() wait('echo') error({code = 1}) end)
            local ok, err = coroutine.resume(co)
            return not ok and err.code == 1 and coroutine.status(co) == 'dead'
            """),
        Case(
            "coroutine closed between waits",
            """
            local closed
            local co = coroutine.create(function()
                local c <close> = setmetatable({}, {__close = function() closed = true end})
                wait('echo')
                coroutine.yield(1)
            end)
            assert(coroutine.resume(co))
            return coroutine.close(co) and closed and coroutine.status(co) == 'dead'
            """),
    ])
    func waits(script: Case) async throws {
        #expect(try await Script().run("local wait = host.wait\n" + script.source) == [true])
    }

    @Test(arguments: [
        Case("sort", "table.sort({3, 2, 1}, function(a, b) host.wait('echo') return a < b end)"),
        Case("gsub", "('abc'):gsub('.', function() host.wait('echo') end)"),
        Case("tostring", "tostring(setmetatable({}, {__tostring = function() return host.wait('echo', 'x') end}))"),
        Case("load", "error(select(2, load(function() return host.wait('echo') end)), 0)"),
        Case(
            "sort outside of a coroutine",
            "table.sort({2, 1}, function(a, b) return coroutine.wrap(function() host.wait('echo') return a < b end)() end)"
        ),
        Case("sleep", "table.sort({2, 1}, function(a, b) task.sleep(0) end)"),
        Case("task.all", "table.sort({2, 1}, function(a, b) task.all {print} end)"),
        Case(
            "coroutine.close",
            "local co = coroutine.create(function() local c <close> = setmetatable({}, {__close = function() host.wait('echo') end}) coroutine.yield() end) coroutine.resume(co) local ok, e = coroutine.close(co) error(e, 0)"
        ),
    ])
    func cannotWait(script: Case) async throws {
        let error = try await Script().failure("\n" + script.source)
        #expect(error.message.hasPrefix("cannot wait here: inside a sort comparator, gsub callback"), "\(error)")
        #expect(error.description.hasPrefix("test.lua:2: cannot wait"), "\(error)")
    }

    @Test func syncFunctionsWorkEverywhere() async throws {
        let result = try await Script().run(
            """
            local upper = host.functions.upper
            local list = {'b', 'a', 'c'}
            table.sort(list, function(a, b) return upper(a) < upper(b) end)
            local text = ('abc'):gsub('%w', upper)
            return table.concat(list), text, select('#', host.functions.echo()), select('#', host.functions.echo(nil, nil))
            """)
        #expect(result == ["abc", "ABC", 0, 2])
    }

    @Test func syncFunctionAnswersOfAnySize() async throws {
        let result = try await Script().run(
            """
            -- a finalizer that calls the host while an answer is read
            local count = 0
            local function litter() setmetatable({}, {__gc = function() count = count + #host.functions.echo(('g'):rep(5000)) litter() end}) end
            litter()
            for i = 0, 20000, 97 do
                local given = {('x'):rep(i), {n = i}}
                local got, n = host.functions.echo(given, i)
                assert(got[1] == given[1] and got[2].n == i and n == i)
            end
            return count > 0
            """)
        #expect(result == [true])
    }

    @Test func location() async throws {
        let result = try await Script().run(
            "local a = host.wait('where')\nreturn a,\ncoroutine.wrap(function()\n return (host.wait('where')) end)()",
            name: "@dir/x.lua")
        #expect(result == ["dir/x.lua:1", "dir/x.lua:4"])
    }

    /// An interrupt signals the thread that runs Lua, and a script may block it: it must be one of Lua's own.
    @Test func luaHasOneThreadOfItsOwn() async throws {
        var script = Script()
        script.functions.append(SyncFunction("thread") { _ in [.integer(Int64(bitPattern: UInt64(pthread_self())))] })
        let threads = try await script.run(
            """
            local thread = host.functions.thread
            local a = thread()
            host.wait('later')
            local b = thread()
            local c = task.spawn(function() host.wait('later') return thread() end):await()
            return a, b, c
            """)
        #expect(Set(threads.map(\.integer)).count == 1)
        #expect(threads[0].integer != Int64(bitPattern: UInt64(pthread_self())))
    }

    @Test func thousandCoroutinesWithThreeOperationsEach() async throws {
        let script = Script()
        let result = try await script.run(
            """
            local sum = 0
            local tasks = {}
            for i = 1, 1000 do
                tasks[i] = task.spawn(function()
                    for j = 1, 3 do
                        local one = host.wait('later', 1)
                        sum = sum + one
                    end
                    return i
                end)
            end
            local ids = 0
            for i, t in ipairs(tasks) do ids = ids + t:await() end
            return sum, ids
            """)
        #expect(result == [3000, 500500])
        #expect(script.host.record.performed.count == 3000)
        #expect(script.host.record.mostRunning > 1)
    }

    @Test func bodiesAreDecodedWhereTheyAre() async throws {
        var script = Script()
        script.host.bodies = [7: Array(#"{"items":[1,2,{"a":null}]}"#.utf8), 8: Array("<html>".utf8)]
        #expect(try await script.run("return host.body_json(7).items[3].a == json.null") == [true])
        #expect(try await script.failure("host.body_json(8)").kind == "decode")
        #expect(try await script.failure("host.body_json(9)").message == "the response has no body to decode")
    }
}

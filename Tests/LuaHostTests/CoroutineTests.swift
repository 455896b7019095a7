import Testing

@testable import LuaHost

/// The coroutine library is ours: everything that is not about host operations must be as in stock Lua.
@Suite struct CoroutineTests {
    @Test(arguments: [
        Case(
            "values go in and out",
            "local co = coroutine.wrap(function(...) local a = coroutine.yield(...) return a end) return co(1) == 1 and co(2) == 2"
        ),
        Case(
            "resume of dead",
            "local co = coroutine.create(function() end) coroutine.resume(co) local ok, e = coroutine.resume(co) return not ok and e == 'cannot resume dead coroutine'"
        ),
        Case(
            "resume of itself",
            "local ok, e = coroutine.resume(coroutine.running()) return not ok and e == 'cannot resume non-suspended coroutine'"
        ),
        Case(
            "wrap of dead",
            "local f = coroutine.wrap(function() end) f() local ok, e = pcall(f) return e == 'cannot resume dead coroutine'"
        ),
        Case(
            "wrap prefixes strings",
            "local ok, e = pcall(function() coroutine.wrap(function() error('x', 0) end)() end) return e == 'test.lua:1: x'"
        ),
        Case(
            "wrap keeps tables",
            "local t = {} local ok, e = pcall(coroutine.wrap(function() error(t) end)) return e == t"),
        Case(
            "wrap closes",
            "local c local ok = pcall(coroutine.wrap(function() local x <close> = setmetatable({}, {__close = function(_, e) c = e end}) error 'x' end)) return not ok and c:find 'x' ~= nil"
        ),
        Case(
            "status",
            """
            local co, inner
            co = coroutine.create(function()
                inner = coroutine.status(co)
                coroutine.wrap(function() inner = inner .. coroutine.status(co) end)()
                coroutine.yield()
            end)
            local before = coroutine.status(co)
            coroutine.resume(co)
            local between = coroutine.status(co)
            coroutine.resume(co)
            return before .. inner .. between .. coroutine.status(co) == 'suspendedrunningnormalsuspendeddead'
            """),
        Case(
            "running",
            "local co, main = coroutine.running() return type(co) == 'thread' and main and not select(2, coroutine.wrap(coroutine.running)())"
        ),
        Case("isyieldable", "return not coroutine.isyieldable() and coroutine.wrap(coroutine.isyieldable)()"),
        Case(
            "yield outside",
            "local ok, e = pcall(coroutine.yield) return e == 'attempt to yield from outside a coroutine'"),
        Case(
            "close of running",
            "local ok, e = pcall(coroutine.close, coroutine.running()) return e == 'cannot close a running coroutine'"),
        Case(
            "close of suspended",
            "local co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co) return coroutine.close(co) and coroutine.status(co) == 'dead'"
        ),
        Case(
            "close with error",
            "local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() error('c', 0) end}) coroutine.yield() end) coroutine.resume(co) local ok, e = coroutine.close(co) return ok == false and e == 'c'"
        ),
        Case(
            "close of failed",
            "local co = coroutine.create(error) coroutine.resume(co, 'z') local ok, e = coroutine.close(co) return ok == false and e == 'z'"
        ),
        Case("not a coroutine", "local ok, e = pcall(coroutine.resume, 1) return e:find 'coroutine expected' ~= nil"),
        Case(
            "yield across sort",
            "local ok, e = pcall(coroutine.wrap(function() table.sort({1,2}, coroutine.yield) end)) return e:find 'C%-call boundary' ~= nil"
        ),
        Case(
            "many values",
            "local function f(...) return coroutine.yield(...) end local t = table.pack(coroutine.wrap(f)(table.unpack({}, 1, 5000))) return t.n == 5000"
        ),
        Case(
            "deep recursion of wraps",
            "local function f(n) if n == 0 then return 0 end return 1 + coroutine.wrap(f)(n - 1) end return f(100) == 100"
        ),
        Case(
            "too deep recursion of wraps",
            "local function f() return coroutine.wrap(f)() end local ok, e = pcall(f) return not ok and e:find 'C stack overflow' ~= nil"
        ),
        Case(
            "a coroutine that waits is not suspended",
            """
            local co = coroutine.create(function() host.wait('later') return 'done' end)
            local t = task.spawn(function() return coroutine.resume(co) end)
            host.wait('echo')
            local ok, e = coroutine.resume(co)
            local status = coroutine.status(co)
            local closed = pcall(coroutine.close, co)
            return status == 'normal' and not ok and e == 'cannot resume non-suspended coroutine' and not closed
                and select(2, t:await()) == 'done'
            """),
    ])
    func behavesAsInStockLua(script: Case) async throws {
        #expect(try await Script().run(script.source) == [true])
    }
}

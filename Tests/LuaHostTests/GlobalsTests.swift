import Foundation
import Testing

@testable import LuaHost

@Suite struct GlobalsTests {
    /// Exactly what a script finds, written out: an addition is a decision.
    @Test func allowList() async throws {
        let names = try await Script().run(
            """
            local function names(t) local n = {} for k in pairs(t) do n[#n + 1] = k end table.sort(n) return table.concat(n, ' ') end
            return names(_G), names(os), names(io), names(debug), names(coroutine), names(package), names(string)
            """)
        #expect(
            names == [
                """
                _G _VERSION assert collectgarbage coroutine debug dofile env error getmetatable host io ipairs json load \
                loadfile math next os package pairs pcall print rawequal rawget rawlen rawset require select setmetatable \
                string table task tonumber tostring type utf8 warn xpcall
                """,
                "clock date difftime exit getenv remove rename time tmpname",
                "close flush input lines open output read stderr stdin stdout tmpfile type write",
                "traceback",
                "close create isyieldable resume running status wrap yield",
                "config loaded path preload searchpath",
                "byte char find format gmatch gsub len lower match pack packsize rep reverse sub unpack upper",
            ])
    }

    @Test(arguments: [
        Case("undefined globals are nil", "return undefined == nil and rawget(_G, 'undefined') == nil"),
        Case("globals have no metatable", "return getmetatable(_G) == nil"),
        Case(
            "modules are the same everywhere",
            "return task == require 'task' and json == require 'json' and package.loaded.task == task"),
        Case("a script's own global wins", "task = 5 return task == 5"),
        Case(
            "strict mode works",
            """
            local t = task
            setmetatable(_G, {__index = function(_, n) error('undefined variable ' .. n, 2) end, __newindex = function(_, n) error('no', 2) end})
            local ok, e = pcall(function() return undefined end)
            local ok2 = pcall(function() other = 1 end)
            return not ok and e:find 'undefined variable undefined' ~= nil and not ok2 and task == t and require ~= nil
            """),
        Case(
            "pairs lists all",
            "local found = {} for k, v in pairs(_G) do found[k] = v end return found.task == task and found.print == print"
        ),
        Case("other environments", "return load('return task', 'x', 't', setmetatable({}, {__index = _G}))() == task"),
        Case(
            "metatables as in stock Lua",
            "local t = setmetatable({}, {__metatable = 'm'}) return getmetatable(t) == 'm' and not pcall(setmetatable, t, {}) and getmetatable('').__index == string"
        ),
        Case(
            "bytecode is refused",
            "local f, e = load('\\27Lua') return f == nil and e:find 'attempt to load a binary chunk' ~= nil"),
        Case(
            "bytecode is refused when asked for",
            "local f, e = load('\\27Lua', 'x', 'b') return f == nil and e:find 'binary' ~= nil"),
        Case(
            "load with a function",
            "local parts = {'return ', '1', nil} local i = 0 return load(function() i = i + 1 return parts[i] end)() == 1"
        ),
        Case(
            "load with an environment",
            "return load('return x', 'c', 't', {x = 4})() == 4 and load('x = 1', 'c', 't', nil) ~= nil"),
        Case(
            "load of a syntax error", "local f, e = load('x x', '=c') return f == nil and e:find('c:1:', 1, true) == 1"),
        Case(
            "load of what is no text",
            "return not pcall(load, 5 > 4) and select(2, load(function() return {} end)):find 'must return a string' ~= nil"
        ),
        Case(
            "loadfile of nothing",
            "local f, e = loadfile('/nonexistent/x.lua') return f == nil and e:find 'cannot open' ~= nil"),
        Case(
            "env is what os.getenv sees",
            "return env.A == '1' and os.getenv 'A' == '1' and env.PATH == nil and os.getenv 'PATH' == nil"),
        Case(
            "env can be listed", "local n = 0 for k, v in pairs(env) do n = n + 1 assert(env[k] == v) end return n == 2"
        ),
        Case(
            "env cannot be changed",
            "return not pcall(function() env.A = 2 end) and getmetatable(env) == false and env.A == '1'"),
        Case("arg", "return arg[1] == 'x' and params.k == 'v'"),
        Case(
            "arg[0]",
            "return arg[0] == 'test.lua' and #arg == 1 and arg[2] == nil and json.encode(arg) == '[\"x\"]'"
        ),
    ])
    func behaviour(script: Case) async throws {
        let run = Script(
            globals: ["arg": ["x"], "params": ["k": "v"]], environment: ["A": "1", "B": "2"])
        #expect(try await run.run(script.source) == [true])
    }

    @Test func scriptsDoNotReachTheHost() async throws {
        let runtime = LuaRuntime(host: TestHost(), output: Output().sink)
        let source = "return host, package.loaded.host, select('#', ...), ..."
        #expect(
            try await runtime.run(Array(source.utf8), chunkName: "@x.lua", arguments: ["a"]) == [
                LuaValue.nil, .nil, 1, "a",
            ])
    }

    @Test func output() async throws {
        let script = Script()
        try await script.run(
            """
            print('a', 1, nil, true, 1.5, json.null, setmetatable({}, {__tostring = function() return 'T' end}))
            io.write('b', 2, '\\n')
            io.stdout:write('c\\0d\\n')
            io.stderr:write('problem\\n')
            print()
            """)
        #expect(script.output.text == "a\t1\tnil\ttrue\t1.5\tnull\tT\nb2\nc\0d\n\n")
        #expect(script.output.errorText == "problem\n")
    }

    @Test func outputIsThereWhenTheScriptWaits() async throws {
        let script = Script()
        let task = Task { try await script.run("io.write 'before' host.wait('hang')") }
        while script.output.text.isEmpty { await Task.yield() }
        #expect(script.output.text == "before")
        task.cancel()
        _ = await task.result
    }

    @Test func aFullDiskStopsPrint() async throws {
        let sink = ScriptOutput(isImmediate: true) { _, _ in ENOSPC }
        let runtime = LuaRuntime(host: TestHost(), output: sink)
        let error = await #expect(throws: ScriptError.self) {
            try await runtime.run(Array("print 'x'".utf8), chunkName: "@x.lua")
        }
        #expect(error?.message == "cannot write to standard output: No space left on device")
    }

    @Test func immediateOutputComesInOneWrite() async throws {
        let writes = Output()
        let sink = ScriptOutput(isImmediate: true) { stream, bytes in writes.sink.write(stream, bytes) }
        let runtime = LuaRuntime(host: TestHost(), output: sink)
        _ = try await runtime.run(Array("io.write 'name? ' print('a', 'b')".utf8), chunkName: "@x.lua")
        #expect(writes.text == "name? a\tb\n")
    }
}

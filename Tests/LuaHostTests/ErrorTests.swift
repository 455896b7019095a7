import Testing

@testable import LuaHost

@Suite struct ErrorTests {
    @Test(arguments: [
        ("error('boom')", "boom", 2),
        ("error('boom', 0)", "boom", 2),
        ("local function f() error('boom', 2) end\nf()", "boom", 3),
        ("error({message = 'boom'})", "boom", 2),
        ("error(setmetatable({}, {__tostring = function() return 'boom' end}))", "boom", 2),
        ("error()", "nil", 2),
        ("error({})", "table", 2),
        ("local x = nil + 1", "attempt to perform arithmetic on a nil value", 2),
        ("nothing.x = 1", "attempt to index a nil value (global 'nothing')", 2),
        ("json.null.x = 1", "attempt to index a userdata value (field 'null')", 2),
        ("return json.null.x", "attempt to index a JSON null (field 'x')", 2),
        ("host.wait('fail', 'boom')", "boom", 2),
        ("host.wait('fail', {kind = 'http', message = 'boom', status = 500})", "boom", 2),
        ("host.wait('throw')", "CocoaError", 2),
        ("host.functions.fail('boom')", "boom", 2),
        ("host.raise('boom')", "boom", 2),
        ("host.raise {kind = 'x', message = 'boom'}", "boom", 2),
        ("local function f() return f() + 1 end f()", "stack overflow", 2),
        ("coroutine.wrap(function()\nhost.wait('fail', 'boom') end)()", "boom", 3),
        ("coroutine.wrap(function()\nerror('boom') end)()", "boom", 3),
        ("local ok, e = pcall(error, 'boom')\nerror(e, 0)", "boom", 3),
    ])
    func uncaught(source: String, message: String, line: Int) async throws {
        let error = try await Script().failure("\n" + source)
        #expect(error.reason == .runtime)
        #expect(error.message.hasPrefix(message) || error.message.contains(message), "\(error.message)")
        #expect(error.location == ScriptLocation(file: "test.lua", line: line), "\(error)")
        #expect(error.traceback.allSatisfy { $0.location.file == "test.lua" })
    }

    @Test func fields() async throws {
        let error = try await Script().failure(
            "host.wait('fail', {kind = 'http', message = 'no', status = 503, url = 'https://x', extra = {1}})")
        #expect(error.kind == "http")
        #expect(error.fields["status"] == 503)
        #expect(error.fields["extra"] == [1])
        #expect(error.description == "test.lua:1: no")
    }

    @Test func errorObjectsAreTables() async throws {
        let result = try await Script().run(
            """
            local ok, e = pcall(host.wait, 'fail', {kind = 'http', message = 'no'})
            local again = select(2, pcall(error, e))
            return type(e), e.kind, tostring(e), 'it failed: ' .. e, e == again, #debug.traceback('x') > 1
            """)
        #expect(result == ["table", "http", "no", "it failed: no", true, true])
    }

    @Test func whatCannotLeaveAnErrorObjectIsDescribed() async throws {
        let error = try await Script().failure("local t = {message = 'm', f = print} t.t = t error(t)")
        #expect(error.message == "m")
        #expect(error.fields["f"] == "<function>")
    }

    @Test func traceback() async throws {
        let error = try await Script().failure(
            """
            local function inner() error('deep') end
            local function middle() inner() return 1 end
            local list = {2, 1}
            table.sort(list, function() middle() end)
            """, name: "@/a/long/path/\(String(repeating: "folder/", count: 20))script.lua")
        #expect(error.message == "deep")
        #expect(error.traceback.map(\.location.line) == [1, 2, 4, 4])
        #expect(error.traceback.map(\.function) == ["inner", "middle", nil, "main chunk"])
        #expect(error.location?.file.hasPrefix("/a/long/path/folder/") == true)
        #expect(error.location?.file.hasSuffix("script.lua") == true)
    }

    @Test func tracebackOfAStackOverflowIsShort() async throws {
        let error = try await Script().failure("local function f() return f() + 1 end\nf()")
        #expect(error.traceback.count == 24)
    }

    @Test func theTracebackOfAnEarlierErrorDoesNotStick() async throws {
        let error = try await Script().failure(
            """
            for i = 1, 3 do
                pcall(coroutine.wrap(function() error('boom', 0) end))
            end
            coroutine.wrap(function()
                error('boom', 0)
            end)()
            """)
        #expect(error.traceback.map(\.location.line) == [5, 4])
    }

    @Test(arguments: [
        ("local x =", 1, "unexpected symbol near <eof>"),
        ("\n\nx y", 3, "syntax error near 'y'"),
        ("goto nowhere", 1, "no visible label 'nowhere'"),
        ("local s = 'abc", 1, "unfinished string near <eof>"),
        ("\u{1B}Lua", 0, "attempt to load a binary chunk"),
    ])
    func syntax(source: String, line: Int, message: String) async throws {
        let error = try await Script().failure(source, name: "@/some/\(String(repeating: "long/", count: 20))x.lua")
        #expect(error.reason == .syntax)
        #expect(error.message.contains(message), "\(error)")
        #expect(line == 0 || error.location?.line == line)
        #expect(error.location?.file.hasPrefix("/some/long/") == true)
    }

    @Test func shebangAndByteOrderMark() async throws {
        #expect(
            try await Script().run("#!/usr/bin/env oauthlua run\nreturn debug.traceback():match(':(%d+):')") == ["2"])
        #expect(try await Script().run("\u{FEFF}#!x\nreturn 1") == [1])
    }
}

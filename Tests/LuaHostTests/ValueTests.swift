import Testing

@testable import LuaHost

@Suite struct ValueTests {
    static let values: [LuaValue] = [
        .nil, .null, true, false, 0, .integer(.max), .integer(.min), 1.5, .number(.infinity), -0.0, "", "text",
        .string([0, 255, 10, 0]), [], [1, "two", [3]], ["a": 1, "b": ["c": [true, .null]]], [:],
        .list([.nil, 1]),
    ]

    @Test(arguments: values) func tapeRoundTrip(value: LuaValue) {
        TapeWriter.tape(of: [value, 1]).withUnsafeBytes {
            #expect(TapeReader.values(in: $0) == [value, 1])
        }
    }

    @Test(arguments: values.filter { $0 != .list([.nil, 1]) }) func throughLua(value: LuaValue) async throws {
        #expect(try await Script(globals: ["value": value]).run("return value, 1") == [value, 1])
        #expect(try await Script(globals: ["value": value]).run("return host.wait('echo', value, 1)") == [value, 1])
        #expect(try await Script(globals: ["value": value]).run("return host.functions.echo(value, 1)") == [value, 1])
    }

    @Test func longStrings() async throws {
        let long = LuaValue.text(String(repeating: "x", count: 3_000_000))
        let script = Script(globals: ["value": long])
        #expect(try await script.run("return host.wait('echo', host.functions.echo(value))") == [long])
    }

    @Test(arguments: [
        Case("function", "print"),
        Case("coroutine", "coroutine.create(print)"),
        Case("userdata", "io.stdout"),
        Case("cycle", "(function() local t = {} t.t = t return t end)()"),
        Case("list cycle", "(function() local t = {} t[1] = t return t end)()"),
        Case("too deep", "(function() local t = {} for i = 1, 5000 do t = {t} end return t end)()"),
        Case("mixed", "{1, 2, name = 3}"),
        Case("holes", "{1, nil, 3}"),
        Case("numbers as names", "{[10] = 1}"),
        Case("booleans as names", "{[true] = 1}"),
        Case("inside", "{a = {b = {print}}}"),
    ])
    func whatCannotLeave(value: Case) async throws {
        let script = Script()
        let returned = try await script.failure("return \(value.source)")
        #expect(returned.message.hasPrefix("the script returned a"), "\(returned)")
        let waited = try await script.failure("host.wait('echo', 1, \(value.source))")
        #expect(waited.message.hasPrefix("cannot hand a"), "\(waited)")
        #expect(waited.message.contains("to echo (argument 2)"))
        #expect(waited.location == ScriptLocation(file: "test.lua", line: 1))
        let called = try await script.failure("\nhost.functions.echo(\(value.source))")
        #expect(called.message.hasPrefix("bad argument #1 to 'echo'"), "\(called)")
        #expect(called.location?.line == 2)
    }

    @Test func conveniences() {
        let value: LuaValue = ["n": 3.0, "t": "é", "l": [1], "b": true]
        #expect(value["n"]?.integer == 3)
        #expect(value["n"]?.number == 3)
        #expect(value["t"]?.text == "é")
        #expect(value["l"]?.list == [1])
        #expect(value["b"]?.boolean == true)
        #expect(value["x"] == nil)
        #expect(LuaValue.number(1.5).integer == nil)
        #expect(LuaValue.table([:]).list == [])
        #expect(LuaValue.list([]).table == [:])
        #expect(LuaValue.string([255]).text == "\u{FFFD}")
    }
}

import Testing

@testable import LuaHost

/// What a script returns beyond plain values: rows with a shape, and values that are made only because they are returned.
@Suite struct ResultTests {
    /// `made(f)` is a value that `f` makes when it is returned.
    static let module = LuaModule(
        name: "made",
        source: Array(
            """
            local host = ...
            local meta = { __metatable = "made" }
            meta.__result = function(self) return self.make() end
            return function(make, name) return setmetatable({ make = make, name = name }, meta) end
            """.utf8))

    func results(_ source: String, host: TestHost = TestHost()) async throws -> ScriptResults {
        try await Script(host: host, modules: [Self.module]).runtime.results(
            of: Array(source.utf8), chunkName: "@test.lua")
    }

    @Test func shapesAreFoundOnValuesAndOnTheirFields() async throws {
        let results = try await results(
            """
            local function rows(name) return host.with_shape({ { id = 1 } }, { name = name, columns = { "id" }, key = "id" }) end
            return rows 'a', { b = rows 'b', c = 1 }, { d = { e = rows 'e' } }, { { f = 1 } }
            """)
        #expect(results.values.count == 4)
        let id = RowColumn(name: "id")
        #expect(
            results.shapes == [
                .init(own: RowShape(name: "a", columns: [id], key: ["id"])),
                .init(fields: ["b": RowShape(name: "b", columns: [id], key: ["id"])]), .init(), .init(),
            ])
    }

    @Test func aShapeSaysWhatColumnsAre() async throws {
        let results = try await results(
            """
            return host.with_shape({}, { columns = { "a", { name = "b", title = "B", type = "time" }, { title = "none" } },
              key = { "a", "b" } })
            """)
        #expect(results.values == [.list([])])
        #expect(
            results.shapes[0].own
                == RowShape(
                    columns: [RowColumn(name: "a"), RowColumn(name: "b", title: "B", type: .time)], key: ["a", "b"]))
    }

    @Test func emptyRowsAreAListInJSONToo() async throws {
        #expect(try await Script().run("return json.encode(host.with_shape({}, {}))") == ["[]"])
    }

    @Test(
        arguments: [
            ("return made(function() return 7 end)", [7]),
            ("return made(function() return host.wait('later', 7) end), 8", [7, 8]),
            ("return { a = made(function() return 7 end), b = 1 }", [["a": 7, "b": 1]]),
            ("return made(function() end)", [.nil]),
            ("return { { a = made(function() return 7 end) } }", nil),
        ] as [(String, [LuaValue]?)])
    func whatIsReturnedIsMade(source: String, values: [LuaValue]?) async throws {
        guard let values else {
            await #expect(throws: ScriptError.self) { try await results(source, host: AnsweringHost().host) }
            return
        }
        #expect(try await results(source, host: AnsweringHost().host).values == values)
    }

    @Test func aScriptCannotNameItsOwn() async throws {
        let own = "setmetatable({ x = 1 }, { __result = function() return 'faked' end })"
        #expect(try await results("return \(own)").values == [["x": 1]])
        let failure = try await Script().failure("load('return 1', '=[oauthlua x]')")
        #expect(failure.message.contains("the host's own modules"), "\(failure)")
        let pieces = try await Script().failure("load(function() end, '=[oauthlua x]')")
        #expect(pieces.message.contains("the host's own modules"), "\(pieces)")
    }

    @Test func whatFailsIsPlacedAtTheEndOfTheScript() async throws {
        let script = Script(host: AnsweringHost().host, modules: [Self.module])
        let failed = try await script.failure("local a = 1\nreturn made(function()\n  error 'no'\nend)\n\n")
        #expect(failed.message == "no")
        #expect(failed.traceback.map(\.location.line) == [3, 4])
        #expect(failed.traceback.last?.function == "end of script")
        let raised = try await script.failure(
            "return made(function() return host.wait('fail', 'not that') end)\n-- end")
        #expect(raised.location == ScriptLocation(file: "test.lua", line: 1))
        let before = try await script.failure("local x = nil\nprint(x.y)\nreturn made(print)")
        #expect(before.traceback.map(\.function) == ["main chunk"])
    }

    @Test func nothingUnobservedIsHidden() async throws {
        let script = Script(host: AnsweringHost().host, modules: [Self.module])
        let failed = try await script.failure("task.spawn(error, 'lost') return made(function() return 1 end)")
        #expect(failed.message == "lost")
    }
}

/// The parts of a result are wanted, and not streamed.
private struct AnsweringHost {
    var host: TestHost {
        var host = TestHost()
        host.answers["result.begin"] = [true, false]
        return host
    }
}

import Testing

@testable import LuaHost

/// `path`, `fields` and `also`: taken out of a text while it is read, and out of a table that is already there.
@Suite struct SelectionTests {
    private static let document = """
        {"next": "n\\u0031", "none": null, "off": false, "a.b": "dotted", "quote\\"": 5, "empty": [], "nothing": {},
         "data": [
           {"items": [{"id": 1, "a": {"b": "x", "c": [10, null, 30]}}, {"id": 2, "a": null}]},
           {"items": []}, {"other": 1}, {"items": [null, {"id": 3, "a": {"b": "z"}}, 7]}],
         "by_name": {"b": {"id": 2}, "a": {"id": 1}}, "rows": [["x", 1], ["y", 2]]}
        """

    /// Runs `json.decode(text, options)` and `host.select(json.decode(text), options)`, which must agree; gives the results.
    private func select(_ options: String, from text: String = document) async throws -> [LuaValue] {
        try await Script(globals: ["text": .text(text)]).run(
            """
            local options = \(options)
            local function count(...) return select('#', ...), ... end
            local n, value, also = count(json.decode(text, options))
            local m, same, same_also = count(host.select(json.decode(text), options))
            local function show(v) if v == nil then return 'nil' end return json.encode(v) end
            if n ~= m or show(value) ~= show(same) or show(also) ~= show(same_also) then
                error(('%s %s %s\\n%s %s %s'):format(n, show(value), show(also), m, show(same), show(same_also)))
            end
            return value == nil and json.null or value, value == nil, also
            """)
    }

    @Test(
        arguments: [
            ("next", "n1"), ("off", false), ("[\"a.b\"]", "dotted"), ("['a.b']", "dotted"), (#"["quote\""]"#, 5),
            ("empty", []), ("nothing", [:]), ("data[1]", ["items": []]), ("data[0].items[0].a.c", [10, .null, 30]),
            ("data[0].items[0].a.c[2]", 30), ("data[0].items[0][\"a\"].b", "x"), ("rows[*][0]", ["x", "y"]),
            ("data[*].items[*].id", [1, 2, 3]), ("data[*].items[*].a.b", ["x", "z"]),
            ("data[0].items[0].a.c[*]", [10, 30]), ("data[*].items[0].id", [1]), ("by_name[*].id", [1, 2]),
            (
                "data[*].items",
                [
                    [["id": 1, "a": ["b": "x", "c": [10, .null, 30]]], ["id": 2, "a": .null]], [],
                    [.null, ["id": 3, "a": ["b": "z"]], 7],
                ]
            ),
            ("empty[*]", []), ("nothing[*]", []), ("data[*].absent[*]", []),
            ("$.next", "n1"), ("$['a.b']", "dotted"), ("$.data[0].items[0].a.c[*]", [10, .null, 30]),
            ("$.data[*].items[*].id", [1, 2, 3]), ("$.absent[*]", []), ("$.none[*]", []), ("$.next.*", []),
            ("$.data[-1].items[1].id", 3), ("$..id", [1, 2, 1, 2, 3]),
        ] as [(String, LuaValue)])
    func path(path: String, value: LuaValue) async throws {
        #expect(try await select("{ path = [==[\(path)]==] }")[0] == value)
    }

    @Test(arguments: [
        "absent", "none", "none.x", "next.x", "next[0]", "data.items", "data[9]", "by_name[0]", "absent[*]", "next[*]",
        "none[*]", "$.absent", "$.none", "$.data[-9]",
    ])
    func nothing(path: String) async throws {
        #expect(try await select("{ path = [==[\(path)]==] }")[1] == true)
    }

    @Test(
        arguments: [
            ("path = 'data[0].items', fields = { 'id', b = 'a.b' }", [["id": 1, "b": "x"], ["id": 2]]),
            ("path = 'data[0].items', fields = { 'a.b' }", [["a.b": "x"], [:]]),
            ("path = 'data[0].items', fields = { 'a' }", [["a": ["b": "x", "c": [10, .null, 30]]], ["a": .null]]),
            (
                "path = 'data[0].items', fields = { 'a', b = 'a.b', again = 'a' }",
                [
                    ["a": ["b": "x", "c": [10, .null, 30]], "b": "x", "again": ["b": "x", "c": [10, .null, 30]]],
                    ["a": .null, "again": .null],
                ]
            ),
            (
                "path = 'data[0].items', fields = { c = 'a.c[1]', cs = 'a.c[*]' }",
                [["c": .null, "cs": [10, 30]], [:]]
            ),
            ("path = 'data[*].items[*]', fields = { 'id' }", [["id": 1], ["id": 2], ["id": 3], 7]),
            ("path = 'data[3].items', fields = { 'id' }", [.null, ["id": 3], 7]),
            ("path = 'by_name', fields = { x = 'a.id' }", ["x": 1]),
            ("path = 'by_name[*]', fields = { 'id' }", [["id": 1], ["id": 2]]),
            (
                "path = 'rows', fields = { name = '[0]', number = '[1]' }",
                [["name": "x", "number": 1], ["name": "y", "number": 2]]
            ),
            ("path = 'empty', fields = { 'id' }", []), ("path = 'nothing', fields = { 'id' }", [:]),
            ("path = 'next', fields = { 'id' }", "n1"),
            ("fields = { 'next', off = 'off', id = 'by_name.b.id' }", ["next": "n1", "off": false, "id": 2]),
            (
                "path = 'data[0].items', fields = { last = '$.a.c[-1]', all = '$.a.c[*]' }",
                [["last": 30, "all": [10, .null, 30]], ["all": []]]
            ),
            ("path = '$.data[?@.items[?@.id == 2]].items', fields = { 'id' }", [[:]]),
            ("path = '$..items[?@.id > 1]', fields = { 'id' }", [["id": 2], ["id": 3]]),
        ] as [(String, LuaValue)])
    func fields(options: String, value: LuaValue) async throws {
        #expect(try await select("{ \(options) }")[0] == value)
    }

    @Test func theRootIsTheDocument() async throws {
        #expect(try await select("{ path = '$' }")[0]["next"] == "n1")
    }

    @Test func alsoGivesASecondResult() async throws {
        let found = try await select(
            "{ path = 'data[1].items', also = { 'next', 'absent', 'none', 'data[0].items[0].id', 'by_name[*].id', 'off', '$..b' } }"
        )
        #expect(found[0] == [])
        #expect(found[2] == ["n1", .null, .null, 1, [1, 2], false, [["id": 2], "x", "z"]])
    }

    /// One path may lead into what another one takes.
    @Test func pathsMayOverlap() async throws {
        let found = try await select(
            "{ path = 'data', fields = { first = 'items[0].id', 'items[0]' }, also = { 'data[3].items[1].id', 'data', 'data[*].other' } }"
        )
        #expect(found[0].list?.first?["first"] == 1)
        let also = try #require(found[2].list)
        #expect(also.count == 3 && also[0] == 3 && also[2] == [1])
        #expect(also[1].list?[2] == ["other": 1])
        #expect(try await select("{ also = { 'next' } }")[0]["next"] == "n1")
    }

    @Test(
        arguments: [
            (#"{"a": {"b": 1}, "a": {"c": 2}}"#, "{ path = 'a.b' }", .null),
            (#"{"a": {"b": 1}, "a": {"b": 2}}"#, "{ path = 'a.b' }", 2),
            (#"{"a": 1, "\u0061": 2}"#, "{ path = 'a' }", 2), (#"{"\u0061\n": 3}"#, "{ path = 'a\\n' }", 3),
            (#"{"a\\": 4, "a": 5}"#, #"{ path = 'a\\' }"#, 4),
            (#"{"l": [{"a": 1, "a": 2}], "l": [{"a": 3, "a": 4}, {"a": 5}]}"#, "{ path = 'l[*].a' }", [4, 5]),
            (#"{"l": [{"a": 1, "b": 0, "a": 2}]}"#, "{ path = 'l', fields = { 'a' } }", [["a": 2]]),
        ] as [(String, String, LuaValue)])
    func ofEqualNamesTheLastCounts(text: String, options: String, value: LuaValue) async throws {
        #expect(try await select(options, from: text)[0] == value)
    }

    @Test(arguments: [
        ("", "character 1: it is empty"), ("a[", "character 3: an index, * or a name in quotes belongs here"),
        ("a[x]", "character 3: an index, *"), ("a..b", "character 3: a name belongs here"),
        ("a.", "character 3: the path ends where a name belongs"), ("[1", "character 3: ] belongs here"),
        ("[1]b", "character 4: . or [ belongs here"), ("a]", "character 2: there is no [ for this"),
        ("[-1]", "character 2: indices count from 0; JSONPath can count from the end: $.list[-1]"),
        ("a.*", "character 3: write [*] for every element"), ("a\"b", "character 2: a name with a quote"),
        ("['a\\nb']", "character 5: \\ stands before a quote"), ("a['b", "character 5: the path ends within"),
        ("é[x]", "character 3: an index"), ("[99999999999]", "this index is too large"),
        (String(repeating: "a.", count: 101) + "a", "character 202: a path has at most 100 steps"),
        (String(repeating: "a", count: 1001), "aaa…' is wrong at character 1: a path has at most 1000 bytes"),
    ])
    func wrongPaths(path: String, problem: String) async throws {
        let script = Script(globals: ["path": .text(path)])
        for source in [
            "json.decode('1', { path = path })", "host.module('paths').check(path)",
            "json.decode('{}', { fields = { path } })",
        ] {
            let error = try await script.failure(source)
            #expect(error.kind == "config")
            #expect(error.message.contains(problem), "\(error.message)")
        }
    }

    @Test(arguments: [
        ("{ path = 1 }", "a path in 'path' must be a string, not a number"),
        ("{ fields = {} }", "'fields' names no field"),
        ("{ fields = 'a' }", "'fields' must be a table of paths, not a string"),
        ("{ fields = { [true] = 'a' } }", "the names of 'fields' must be strings, not a boolean"),
        ("{ fields = { a = true } }", "a path in 'fields' must be a string, not a boolean"),
        ("{ also = 'a' }", "'also' must be a list of paths, not a string"),
    ])
    func wrongOptions(options: String, problem: String) async throws {
        let error = try await Script().failure("json.decode('{}', \(options))")
        #expect(error.kind == "config")
        #expect(error.message == problem)
    }

    /// A wrong path is found before the text is read.
    @Test func pathsComeFirst() async throws {
        #expect(try await Script().failure("json.decode('{', { path = '$[' })").kind == "config")
    }

    @Test func digAndPick() async throws {
        let result = try await Script().run(
            """
            local paths = host.module "paths"
            local value = { a = { b = { 1, 2, json.null } }, n = json.null }
            assert(paths.dig(value, "a.b[1]") == 2 and paths.dig(value, "n") == nil and paths.dig(5, "a") == nil)
            assert(paths.dig(nil, "a") == nil and paths.dig(value, "$.a.b[-2]") == 2)
            assert(paths.pick(5, { "a" }) == 5 and paths.pick(value, { "n" }).n == json.null)
            assert(paths.pick({ { 1 } }, { x = "[0][0]" }).x == 1)
            paths.check "a.b" paths.check "$..a"
            assert(not pcall(paths.check, 5))
            assert(not pcall(require, "paths"))
            return json.encode(paths.dig(value, "a.b[*]")), json.encode(paths.dig(value, "$.a.b[*]"))
            """)
        #expect(result == ["[1,2]", "[1,2,null]"])
    }

    @Test func bodies() async throws {
        var script = Script()
        script.host.bodies[1] = Array(Self.document.utf8)
        script.host.bodies[2] = Array(#"{"a": [1, {"b": "\x"}], "c": 1}"#.utf8)
        let result = try await script.run(
            """
            local items, also = host.body_json(1, { path = "data[*].items[*]", fields = { "id" }, also = { "next", "$..b" } })
            return items[2].id, also[1], also[2][2]
            """)
        #expect(result == [2, "n1", "x"])
        let error = try await script.failure("host.body_json(2, { path = 'c' })")
        #expect(error.message.contains("invalid escape in a string"))
    }
}

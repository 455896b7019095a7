import Testing

@testable import LuaHost

/// What is passed over is checked as what is built.
@Suite struct SelectionStrictnessTests {
    /// What is wanted is measured and copied before anything can run that changes the script's tables.
    @Test(arguments: ["fields", "also"]) func aFinalizerAddsPaths(option: String) async throws {
        let done = try await Script(globals: ["option": .text(option)]).run(
            """
            for i = 1, 400 do
                local paths = { 'a' }
                do
                    setmetatable({}, { __gc = function()
                        for j = 2, 3000 do paths[j] = 'a' .. j end
                    end })
                end
                -- That the fields change while they are read may be an error; it must be no more than that.
                pcall(json.decode, '{"a":1}', { [option] = paths })
            end
            return true
            """)
        #expect(done == [true])
    }

    @Test(arguments: [
        "{\"a\": [1,2,}", "[1 2]", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{a:1}", "{\"a\":1,}", "[1,2", "\"abc",
        "[\"a\u{1}\"]",
        "[\"\\x\"]", "[\"\\u12g4\"]", "[\"\\ud800\"]", "[\"\\ud800\\u0061\"]", "[01]", "[1.]", "[-]", "[1e999]",
        "[-1E999]", "[1e]",
        "[1.5.2]", "nul", "nulL", "[tru]", "[truely]", "'a'", "[,1]", "[1,,2]", "[]]", "{]", "[}", "[{]}", "{\"a\"}",
        "{\"a\":}", "{1:2}",
        "[1\\]", "[\\]", "[\"a\" \"b\"]", "[\"a\"x]", "{\"a\":1:2}", "{\"a\",\"b\"}", "[:]", "-", "+1", ".5", "[1]\\n",
    ])
    func nothingWrongIsPassedOver(text: String) async throws {
        // At several depths, before and behind what is wanted.
        for frame in ["{\"skipped\":%,\"wanted\":1}", "{\"wanted\":1,\"skipped\":[%]}", "[[{\"x\":%}],{\"wanted\":1}]"]
        {
            let whole = frame.replacing("%", with: text)
            let script = Script(globals: ["text": .text(whole)])
            let result = try await script.run(
                """
                local plain, why = pcall(json.decode, text)
                local problems = json.array {}
                for _, options in ipairs {
                    { path = "wanted" }, { path = "[1].wanted" }, { path = "$.none" }, { fields = { "wanted", "x.y" } },
                    { path = "[*]", fields = { "wanted" } }, { also = { "skipped[0].z" }, path = "wanted" }, { path = "[0][0].x[*].y" },
                } do
                    local ok, other = pcall(json.decode, text, options)
                    if ok or tostring(other) ~= tostring(why) then problems[#problems + 1] = tostring(other) end
                end
                return plain, problems
                """)
            #expect(result == [false, []], "\(whole)")
        }
    }

    @Test func depth() async throws {
        let deep =
            "{\"a\":" + String(repeating: "[", count: 999) + String(repeating: "]", count: 999) + ",\"b\":{\"c\":1}}"
        let deeper = deep.replacing("[]", with: "[[]]")
        for path in ["b", "b.c", "a[0][0][0][0]", "a[*][*]", "$..c", "none"] {
            _ = try await Script(globals: ["text": .text(deep), "path": .text(path)]).run(
                "json.decode(text, { path = path })")
            let error = try await Script(globals: ["text": .text(deeper), "path": .text(path)]).failure(
                "json.decode(text, { path = path })")
            #expect(error.message.contains("nested more than 1000 levels deep"), "\(error.message)")
        }
        let flat = Script(globals: ["text": "{\"a\":{\"b\":1}}"])
        #expect(
            try await flat.failure("json.decode(text, { path = 'a.b', max_depth = 1 })").message.contains("1 levels"))
        #expect(try await flat.run("return json.decode(text, { path = 'a.b', max_depth = 2 })") == [1])
    }

    /// A text of which the values do not fit, but what is wanted of them does.
    @Test func memory() async throws {
        let source = """
            local text = '[' .. ('{"id":1,"x":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]},'):rep(30000) .. '{"id":2}]'
            return #json.decode(text, %)
            """
        let script = Script(limits: LuaLimits(memory: 12 << 20))
        #expect(try await script.run(source.replacing("%", with: "{ fields = { 'id' } }")) == [30001])
        #expect(try await script.failure(source.replacing("%", with: "nil")).reason == .memory)
    }

    @Test func memoryEndsAnywhere() async throws {
        var done = 0
        for limit in stride(from: 60_000, to: 400_000, by: 2_777) {
            do {
                try await Script(limits: LuaLimits(memory: limit)).run(
                    """
                    local text = '{"l":[' .. ('{"id":"abc","x":{"y":[1,2]}},'):rep(200) .. '{}],"n":1}'
                    local rows, also = json.decode(text, { path = "l[*]", fields = { "id", y = "x.y[*]" }, also = { "n", "l[0]", "$..y" } })
                    assert(#rows == 201 and rows[200].y[2] == 2 and also[1] == 1 and #also[3] == 200)
                    """)
                done += 1
            } catch let error as ScriptError {
                #expect(error.reason == .memory, "\(error)")
            }
        }
        #expect(done > 5)
    }

    /// Random documents, paths and fields: what is pushed down is what decoding and picking gives. In Lua, where it is fast.
    @Test(arguments: 1...8)
    func pushingDownIsDecodingAndPicking(seed: Int) async throws {
        let result = try await Script(globals: ["seed": .integer(Int64(seed))]).run(Self.property)
        #expect(result == [400])
    }

    private static let property = #"""
        math.randomseed(seed)
        local random = math.random
        local function one_of(list) return list[random(#list)] end
        local names = { "a", "b", "c", "a.b", "é", "", "x\ny" }
        local function quoted(text)
            if random(4) == 1 then return '"' .. text:gsub("[%c%w\"\\]", function(c) return ("\\u%04x"):format(c:byte()) end) .. '"' end
            return json.encode(text)
        end
        local function space() return one_of { "", "", " ", "\n  ", "\t" } end
        local function document(depth)
            local kind = depth == 0 and random(4) or random(9)
            if kind == 1 then return one_of { "null", "true", "false", "0", "-7", "12345678901", "1.5e3", "-0.0", "1e-400" } end
            if kind <= 4 then return quoted(one_of { "", "text", "a\\b", "\"", "日本", ("long "):rep(12) }) end
            local parts = {}
            for i = 1, random(0, 5) do
                local value = space() .. document(depth - 1) .. space()
                parts[i] = kind <= 6 and value or space() .. quoted(one_of(names)) .. space() .. ":" .. value
            end
            local text = table.concat(parts, ",")
            if kind <= 6 then return "[" .. text .. "]" end
            return "{" .. text .. space() .. "}"
        end
        local function path()
            local steps = {}
            for i = 1, random(4) do
                local kind = random(8)
                if kind == 1 then steps[i] = "[" .. random(0, 3) .. "]"
                elseif kind <= 3 then steps[i] = "[*]"
                elseif kind == 4 then steps[i] = '["' .. one_of(names) .. '"]'
                else steps[i] = (i > 1 and "." or "") .. one_of { "a", "b", "c", "é" } end
            end
            if random(8) == 1 then return (("$" .. one_of { ".", "..", "[0].", "[*]." } .. one_of { "a", "b", "*" })) end
            return table.concat(steps)
        end
        local function options()
            local made = { path = random(4) > 1 and path() or nil }
            if random(2) == 1 then made.fields = { path(), x = path(), y = random(2) == 1 and path() or nil } end
            if random(3) == 1 then made.also = { path(), path() } end
            return made
        end
        local function show(value) return value == nil and "nil" or json.encode(value) end
        local count = 0
        for i = 1, 400 do
            local text, wanted = document(5), options()
            if random(20) == 1 then text = "[" .. (text .. ","):rep(random(2000)) .. text .. "]" end
            local value, also = json.decode(text, wanted)
            local same, same_also = host.select(json.decode(text), wanted)
            if show(value) ~= show(same) or show(also) ~= show(same_also) then
                error(("%s\n%s\n%s\n%s %s"):format(text, show(value), show(same), show(also), show(same_also)))
            end
            count = count + 1
        end
        return count
        """#
}

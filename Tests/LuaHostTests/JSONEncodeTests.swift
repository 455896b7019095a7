import Testing

@testable import LuaHost

@Suite struct JSONEncodeTests {
    private func encode(_ source: String) async throws -> String? {
        try await Script().run("return json.encode(\(source))")[0].text
    }

    @Test(arguments: [
        ("nil", "null"), ("json.null", "null"), ("true", "true"), ("1", "1"), ("-5", "-5"), ("1.0", "1.0"),
        ("0.1", "0.1"),
        ("1e100", "1e+100"), ("-0.0", "-0.0"), ("2^53", "9007199254740992.0"), ("1/3", "0.3333333333333333"),
        ("5e-324", "5e-324"),
        ("123456789.5", "123456789.5"), ("math.maxinteger", "9223372036854775807"),
        ("math.mininteger", "-9223372036854775808"),
        ("'a/b'", "\"a/b\""), (#"'"\\\b\f\n\r\t\0\1\127'"#, "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u0001\u{7F}\""),
        ("'é日😀'", "\"é日😀\""),
        ("{}", "{}"), ("json.array {}", "[]"), ("json.array()", "[]"), ("json.array {1}", "[1]"),
        ("{1, 2, {3}}", "[1,2,[3]]"),
        ("{b = 1, a = 2, aa = 3, ['é'] = 4, A = 5}", "{\"A\":5,\"a\":2,\"aa\":3,\"b\":1,\"é\":4}"),
        ("json.decode '[]'", "[]"), ("json.decode '[[],{}]'", "[[],{}]"), ("json.decode '{\"a\":[]}'", "{\"a\":[]}"),
        ("(function() local a = json.decode '[]' a[1] = 1 return a end)()", "[1]"),
        ("(function() local a = json.decode '[]' a.x = 1 return a end)()", "{\"x\":1}"),
        ("{a = 1}, {sort_keys = false}", "{\"a\":1}"),
        (
            "{a = {1, {}}, b = {c = json.array {}}}, {pretty = true}",
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {\n    \"c\": []\n  }\n}"
        ),
        ("{1}, {indent = 1}", "[\n 1\n]"), ("{1}, {indent = '\\t'}", "[\n\t1\n]"), ("{1}, {indent = 0}", "[1]"),
        ("setmetatable({a = 1}, {__index = {b = 2}})", "{\"a\":1}"),
    ])
    func values(source: String, text: String) async throws {
        #expect(try await encode(source) == text)
    }

    @Test(arguments: [
        ("0/0", "nan"), ("{a = {1, 1/0}}", "inf as JSON at a[2]"), ("print", "a function as JSON"),
        ("{x = {y = {io.stdout}}}", "a userdata as JSON at x.y[1]"),
        ("{1, nil, 3}", "a list with holes"), ("{[5] = 1}", "a table whose keys are not names"),
        ("{list = {1, a = 2}}", "a table with both a list and names as JSON at list"),
        ("{[true] = 1}", "a table whose keys are not names"), ("{[1.5] = 1}", "a table whose keys are not names"),
        ("{a = {'ok', 'bad \\xFF'}}", "a string that is not UTF-8 as JSON at a[2]"),
        ("{['\\xFF'] = 1}", "a string that is not UTF-8"),
        ("(function() local t = {} t.t = t return t end)()", "nested too deeply, or contains itself"),
        ("(function() local t = {} for i = 1, 100000 do t = {t} end return t end)()", "nested too deeply"),
        ("coroutine.create(print)", "a thread"),
    ])
    func errors(source: String, message: String) async throws {
        let error = try await Script().failure("\nreturn json.encode(\(source))")
        #expect(error.message.contains("cannot encode") && error.message.contains(message), "\(error.message)")
        #expect(error.location?.line == 2)
    }

    @Test func manyKeysAreSorted() async throws {
        let result = try await Script().run(
            """
            local t = {}
            for i = 1, 20000 do t[('key%05d'):format(i * 7919 % 20011)] = i end
            local last = ''
            for key in json.encode(t):gmatch '"(.-)"' do assert(last < key) last = key end
            return last
            """)
        #expect(result == ["key20010"])
    }

    @Test func roundTrips() async throws {
        let result = try await Script().run(
            """
            math.randomseed(42)
            local function random(depth)
                local kind = math.random(depth > 4 and 5 or 7)
                if kind == 1 then return math.random(0)
                elseif kind == 2 then return string.unpack('d', string.pack('i8', math.random(0) & 0x7FDFFFFFFFFFFFFF)) + 0.0
                elseif kind == 3 then return math.random(2) == 1
                elseif kind == 4 then return json.null
                elseif kind == 5 then
                    local s = {}
                    for i = 1, math.random(0, 50) do s[i] = utf8.char(math.random(4) == 1 and math.random(0x10000, 0x10FFFF) or math.random(0, 300)) end
                    return table.concat(s)
                end
                local t = json.array {}
                for i = 1, math.random(0, 6) do
                    if kind == 6 then t[i] = random(depth + 1) else t['k' .. math.random(1000)] = random(depth + 1) end
                end
                return t
            end
            for i = 1, 2000 do
                local text = json.encode(random(0))
                assert(json.encode(json.decode(text)) == text, text)
                assert(json.encode(json.decode(json.encode(json.decode(text), {pretty = true}))) == text, text)
            end
            return true
            """)
        #expect(result == [true])
    }
}

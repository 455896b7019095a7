import Foundation
import Testing

@testable import LuaHost

@Suite struct JSONDecodeTests {
    private func decode(_ text: String, _ options: String = "nil") async throws -> LuaValue {
        try await Script(globals: ["text": .text(text)]).run("return json.decode(text, \(options))")[0]
    }

    @Test(
        arguments: [
            ("null", .null), ("true", true), ("false", false), ("0", 0), ("-0", 0), ("42", 42), ("-7", -7),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", 9223372036854775808.0), ("-9223372036854775809", -9223372036854775809.0),
            ("18446744073709551615", 18446744073709551615.0), ("18446744073709551616", 18446744073709551616.0),
            (
                "[1,123456789012345678901234567890,-123456789012345678901234567890]",
                [1, 1.2345678901234568e29, -1.2345678901234568e29]
            ),
            ("1.0", 1.0), ("1e2", 100.0), ("-0.0", -0.0), ("1.5E-3", 0.0015), ("0.1", 0.1),
            ("5e-324", .number(.leastNonzeroMagnitude)), ("1e-999", 0.0),
            ("1.7976931348623157e308", 1.7976931348623157e308), ("123456789.12345678", 123456789.12345678),
            ("\"\"", ""), ("\"a\"", "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""\u00e9\u65e5\ud83d\ude00\u0000x""#, "é日😀\0x"), ("\"é日😀\"", "é日😀"),
            (
                #""long long long long long long long long long long\n""#,
                "long long long long long long long long long long\n"
            ),
            ("[]", []), ("{}", [:]), ("[[]]", [[]]), ("[1,[2,[3]]]", [1, [2, [3]]]),
            ("{\"a\":{\"b\":[{}]}}", ["a": ["b": [[:]]]]), ("{\"a\":1,\"a\":2}", ["a": 2]), ("{\"\":1}", ["": 1]),
            (" \t\r\n[ 1 , 2 ] \n", [1, 2]), ("\u{FEFF}[1]", [1]),
        ] as [(String, LuaValue)])
    func values(text: String, value: LuaValue) async throws {
        let decoded = try await decode(text)
        #expect(decoded == value)
        if case .number(let number) = value { #expect(decoded.number?.sign == number.sign) }
    }

    @Test(arguments: [
        ("", 1, "there is no value"),
        ("  \n ", 5, "there is no value"),
        ("{\"a\": [1,2,}", 12, "expected a value"),
        ("[1 2]", 4, "expected ',' or ']'"),
        ("{\"a\" 1}", 6, "expected ':'"),
        ("{\"a\":1 \"b\":2}", 8, "expected ',' or '}'"),
        ("{a:1}", 2, "expected a name in quotes"),
        ("{\"a\":1,}", 8, "expected a name in quotes"),
        ("[1] x", 5, "unexpected text after the value"),
        ("[1,2", 5, "the text ends too early"),
        ("\"abc", 5, "the text ends too early"),
        ("[\"a\u{1}\"]", 4, "control character in a string"),
        ("[\"\\x\"]", 3, "invalid escape in a string"),
        ("[\"\\u12g4\"]", 3, "invalid \\u escape in a string"),
        ("[\"\\ud800\"]", 3, "unpaired surrogate in a string"),
        ("[01]", 3, "expected ',' or ']'"),
        ("[1.]", 4, "invalid number"),
        ("[-]", 3, "invalid number"),
        ("[1e999]", 2, "number out of range"),
        ("nul", 4, "the text ends too early"),
        ("nulL", 4, "expected a value"),
        ("<html>", 1, "expected a value"),
        ("'a'", 1, "expected a value"),
        ("\u{FEFF}[x]", 5, "expected a value"),
    ])
    func errors(text: String, offset: Int64, problem: String) async throws {
        let error = try await Script(globals: ["text": .text(text)]).failure("json.decode(text)")
        #expect(error.kind == "decode")
        #expect(error.fields["offset"] == .integer(offset), "\(error.message)")
        #expect(error.message.hasPrefix("invalid JSON at byte \(offset) (line "), "\(error.message)")
        #expect(error.message.contains(": \(problem)"), "\(error.message)")
    }

    @Test func errorsNameLineColumnAndSurroundings() async throws {
        let error = try await Script(globals: ["text": "{\n  \"name\": \"é\",\n  \"list\": [1, 2 3]\n}"]).failure(
            "json.decode(text)")
        #expect(
            error.message
                == "invalid JSON at byte 35 (line 3, column 17): expected ',' or ']', near `  \"list\": [1, 2 3] }`")
        #expect(error.fields["line"] == 3)
        #expect(error.fields["column"] == 17)
    }

    @Test func invalidUTF8() async throws {
        let text = Array("[\"ab".utf8) + [0xFF] + Array("\"]".utf8)
        let error = try await Script(globals: ["text": .string(text)]).failure("json.decode(text)")
        #expect(error.fields["offset"] == 5)
        #expect(error.message.contains("invalid UTF-8, near `[\"ab?\"]`"), "\(error.message)")
    }

    @Test func depth() async throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try await Script(globals: ["text": .text(nested(1000))]).run("json.decode(text)")
        let error = try await Script(globals: ["text": .text(nested(1001))]).failure("json.decode(text)")
        #expect(
            error.message.contains("byte 1001 (line 1, column 1001): nested more than 1000 levels deep"), "\(error)")
        for text in [
            nested(10_000), String(repeating: "[", count: 1_000_000), String(repeating: "{\"a\":", count: 100_000),
        ] {
            #expect(
                try await Script(globals: ["text": .text(text)]).failure("json.decode(text)").message.contains(
                    "1000 levels"))
        }
        _ = try await Script(globals: ["text": .text(nested(50_000))]).run("json.decode(text, {max_depth = 50000})")
        #expect(try await Script().failure("json.decode('[[]]', {max_depth = 1})").message.contains("1 levels deep"))
        #expect(try await decode("[{\"a\":1}]", "{max_depth = 2}") == [["a": 1]])
    }

    @Test(arguments: [
        ("json.decode()", "json.decode needs a string, got no value"),
        ("json.decode({})", "json.decode needs a string, got table"),
        ("json.decode('1', {max_depth = -1})", "max_depth must be 0 to 50000"),
    ])
    func misuse(source: String, message: String) async throws {
        #expect(try await Script().failure(source).message.contains(message))
    }

    /// Texts of all lengths up to beyond a page, so that the bytes behind the end are of another page for some.
    @Test func textsOfAllLengths() async throws {
        let result = try await Script().run(
            """
            for i = 1, 9000 do
                local s = ('x'):rep(i)
                assert(json.decode('["' .. s .. '"]')[1] == s)
            end
            return #json.decode('[' .. ('12345678,'):rep(100000) .. '1]')
            """)
        #expect(result == [100_001])
    }

    /// Large documents take another way than small ones: both must agree on what counts.
    @Test(arguments: [
        (#"{"a":1,"a":2,%s}"#, 2), (#"{"a":1,"b":{"a":2},"a":3,%s}"#, 3),
        (#"{"a":1,"b":[{"a":2},{"a":9}],"a":4,%s}"#, 4), (#"{"\u0061":1,"a":2,%s}"#, 2),
        (#"{"a":1,"\u0061":2,%s}"#, 2), (#"{"a":1,"x":{},"x":[],"a":7,%s}"#, 7),
    ])
    func ofEqualNamesTheLastCounts(template: String, value: Int64) async throws {
        for filler in [#""p":1"#, "\"p\":\"\(String(repeating: "x", count: 20_000))\""] {
            #expect(try await decode(template.replacingOccurrences(of: "%s", with: filler))["a"] == .integer(value))
        }
    }

    @Test func manyFieldsWithEqualNames() async throws {
        let result = try await Script().run(
            """
            local parts = {}
            for i = 1, 3000 do parts[i] = ('"k%d":%d'):format(i % 1000, i) end
            local value = json.decode('{' .. table.concat(parts, ',') .. '}')
            for i = 0, 999 do assert(value['k' .. i] == (i == 0 and 3000 or 2000 + i)) end
            return value.k999
            """)
        #expect(result == [2999])
    }

    @Test func manyNamesAndShapes() async throws {
        let result = try await Script().run(
            """
            local parts = {}
            for i = 1, 5000 do parts[i] = ('{"k%d":%d,"same":"v","n%d":[%d]}'):format(i % 700, i, i, i) end
            local list = json.decode('[' .. table.concat(parts, ',') .. ']')
            for i = 1, 5000 do
                assert(list[i]['k' .. i % 700] == i and list[i].same == 'v' and list[i]['n' .. i][1] == i)
            end
            return #list
            """)
        #expect(result == [5000])
    }

    @Test func finalizersMayDecodeWhileOthersDecode() async throws {
        let result = try await Script().run(
            """
            local count = 0
            local function litter() setmetatable({}, {__gc = function() count = count + #json.decode('["a","b"]') json.encode({a = {1}}) litter() end}) end
            litter()
            local text = '[' .. ('{"a":["b",{"c":"d"}]},'):rep(2000) .. '1]'
            for i = 1, 50 do
                local value = json.decode(text)
                assert(#value == 2001 and value[2000].a[2].c == 'd')
                assert(json.encode(value) == text)
            end
            return count > 0
            """)
        #expect(result == [true])
    }
}

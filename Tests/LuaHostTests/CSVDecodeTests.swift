import Foundation
import Testing

@testable import LuaHost

@Suite struct CSVDecodeTests {
    private func decode(_ text: String, _ options: String = "nil") async throws -> LuaValue {
        try await Script(globals: ["text": .text(text)]).run("return host.csv_decode(text, \(options))")[0]
    }

    /// RFC 4180 §2, by its numbers, and what it leaves open.
    /// A header makes no row larger than its cells.
    @Test func aWideHeaderCostsNothingPerRow() async throws {
        let rows = try await Script(limits: LuaLimits(memory: 128 << 20)).run(
            """
            local names = {}
            for i = 1, 100000 do names[i] = 'c' .. i end
            return #host.csv_decode(table.concat(names, ',') .. '\\n' .. ('x\\n'):rep(1000))
            """)
        #expect(rows == [1000])
    }

    @Test func aLineBreakIsNoDelimiter() async throws {
        let rows = try await Script().run("return json.encode(host.csv_decode('sep=\\r\\na\\r\\nb\\r\\n'))")
        #expect(rows[0].text == #"[{"sep=":"a"},{"sep=":"b"}]"#)
    }

    @Test(
        arguments: [
            // 1 and 2: CRLF ends a record; the last needs none. LF and CR do as well.
            ("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("aaa,bbb,ccc\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2\n3,4\r5,6", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
            // 4: spaces belong to a cell; the last cell has no delimiter behind it.
            (" a , b ", [[" a ", " b "]]), ("a,b,", [["a", "b", ""]]), (",", [["", ""]]),
            // 5, 6 and 7: quotes.
            ("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("\"aaa\",\"b\r\nbb\",\"c,c\"\r\nz", [["aaa", "b\r\nbb", "c,c"], ["z"]]),
            ("\"aaa\",\"b\"\"bb\",\"\"\"\"", [["aaa", "b\"bb", "\""]]), ("\"\",\"\"", [["", ""]]),
            // A quote within a cell is text.
            ("5\" pipe,a\"b\"", [["5\" pipe", "a\"b\""]]),
            // Empty lines are no records; a record of one empty cell is written with quotes.
            ("\na\n\n\nb\n\n", [["a"], ["b"]]), ("a\n\"\"\nb", [["a"], [""], ["b"]]),
            // Records need not be equally long.
            ("a\nb,c\nd,e,f", [["a"], ["b", "c"], ["d", "e", "f"]]),
            ("", []), ("\n", []), ("\u{FEFF}", []), ("\u{FEFF}é,日\n😀,", [["é", "日"], ["😀", ""]]),
            ("a\0b,\0\n", [["a\0b", "\0"]]),
        ] as [(String, LuaValue)])
    func records(text: String, value: LuaValue) async throws {
        #expect(try await decode(text, "{ header = false }") == value)
    }

    @Test(
        arguments: [
            ("a,b\n1,2\n3,4", "nil", [["a": "1", "b": "2"], ["a": "3", "b": "4"]]),
            ("a,b\n1,2\n3,4", "{}", [["a": "1", "b": "2"], ["a": "3", "b": "4"]]),
            ("\n\n\"a\",\"b\nc\"\n1,2", "{ header = true }", [["a": "1", "b\nc": "2"]]),
            ("1,2\n3,4", "{ header = { 'x', 'y' } }", [["x": "1", "y": "2"], ["x": "3", "y": "4"]]),
            ("a,b\n", "nil", []), ("a,b", "nil", []), ("", "nil", []), ("", "{ fields = { 'a' } }", []),
            // Too few cells are absent, empty ones too many are nothing.
            ("a,b\n1\n1,2,,\n", "nil", [["a": "1"], ["a": "1", "b": "2"]]),
            // Names that are empty or come twice.
            (
                "a,,a,a_2,a,\n1,2,3,4,5,6", "nil",
                [["a": "1", "column_2": "2", "a_2": "3", "a_2_2": "4", "a_3": "5", "column_6": "6"]]
            ),
            ("a,b,c\n1,2,3", "{ fields = { 'c', first = 'a' } }", [["c": "3", "first": "1"]]),
            ("a,b,c\n1,2,3", "{ fields = { x = 2 } }", [["x": "2"]]), ("a,b\n1,2", "{ fields = {} }", [[:]]),
            (
                "1,2,3\n4,5,6", "{ header = false, fields = { x = 1, z = 3 } }",
                [["x": "1", "z": "3"], ["x": "4", "z": "6"]]
            ),
        ] as [(String, String, LuaValue)])
    func headers(text: String, options: String, value: LuaValue) async throws {
        #expect(try await decode(text, options) == value)
    }

    @Test(
        arguments: [
            ("a,b\n1,2", "nil", [["a": "1", "b": "2"]]), ("a;b\n1,5;2", "nil", [["a": "1,5", "b": "2"]]),
            ("a\tb\n1\t2", "nil", [["a": "1", "b": "2"]]), ("a|b\n1|2", "nil", [["a": "1", "b": "2"]]),
            ("\"a,x\";b\n1;2", "nil", [["a,x": "1", "b": "2"]]),
            // One column by its first line, two by its names.
            ("a\n1,2", "{ header = { 'x', 'y' } }", [["x": "a"], ["x": "1", "y": "2"]]),
            ("a,b;c\n1,2", "nil", [["a": "1", "b;c": "2"]]), ("a;b\n1;2", "{ delimiter = ',' }", [["a;b": "1;2"]]),
            ("a:b\n1:2", "{ delimiter = ':' }", [["a": "1", "b": "2"]]),
            ("sep=;\r\na;b,c\r\n1;2", "nil", [["a": "1", "b,c": "2"]]),
            ("sep=;\na,b\n1,2", "{ delimiter = ',' }", [["a": "1", "b": "2"]]),
            ("a,b\n\"x,y", "{ quote = false }", [["a": "\"x", "b": "y"]]),
        ] as [(String, String, LuaValue)])
    func delimiters(text: String, options: String, value: LuaValue) async throws {
        #expect(try await decode(text, options) == value)
    }

    @Test(
        arguments: [
            ("1", 1), ("-1", -1), ("0", 0), ("-0", 0), ("1.5", 1.5), ("-0.25", -0.25), ("1e3", 1000.0), ("2E-2", 0.02),
            ("999999999999999999", 999_999_999_999_999_999), ("9223372036854775807", 9_223_372_036_854_775_807.0),
            ("1e999", "1e999"), ("007", "007"), ("+1", "+1"), ("1.", "1."), (".5", ".5"), ("1,5", "1,5"),
            ("0x10", "0x10"),
            ("1e", "1e"), ("nan", "nan"), ("inf", "inf"), ("-", "-"), ("", ""), (" 1", " 1"), ("1 ", "1 "),
            ("--1", "--1"),
        ] as [(String, LuaValue)])
    func numbers(cell: String, value: LuaValue) async throws {
        #expect(try await decode("n\n\"\(cell)\"", "{ numbers = true }") == [["n": value]])
        #expect(try await decode("n\n\"\(cell)\"") == [["n": .text(cell)]])
    }

    @Test func columnsOfNumbers() async throws {
        #expect(
            try await decode("a,b\n1,1\n,x\n", "{ numbers = { 'a' } }") == [["a": 1, "b": "1"], ["b": "x"]])
        #expect(try await decode("1,2\n,4", "{ header = false, numbers = { 1 } }") == [[1, "2"], [.null, "4"]])
        #expect(try await decode("1,x", "{ header = false, numbers = true }") == [[1, "x"]])
        #expect(try await decode("1,x", "{ header = false, numbers = false }") == [["1", "x"]])
        let error = try await Script().failure("host.csv_decode('a,b\\n1,2\\n3,x', { numbers = { 'b' } })")
        #expect(error.kind == "decode")
        #expect(error.message == "invalid CSV in line 3: 'x' in the column b is not a number")
    }

    @Test(arguments: [
        ("a,b\n1,\"2\n3,4\n", "nil", 2, "a quote does not end"),
        ("a\r\n\"b\r\n", "nil", 2, "a quote does not end"), ("\"", "nil", 1, "a quote does not end"),
        ("a,b\n\"1\"2,3", "nil", 2, "text follows a closing quote"),
        ("a,b\n\n1,2,3", "nil", 3, "there are more cells than the header's 2"),
        ("\"a\nb\",c\n1,2,3", "nil", 3, "there are more cells than the header's 2"),
        ("1,2", "{ header = { 'x' } }", 1, "there are more cells than the header's 1"),
    ])
    func errors(text: String, options: String, line: Int64, why: String) async throws {
        let error = try await Script(globals: ["text": .text(text)]).failure("host.csv_decode(text, \(options))")
        #expect(error.kind == "decode")
        #expect(error.message.hasPrefix("invalid CSV in line \(line): \(why)"), "\(error.message)")
        #expect(error.fields["line"] == .integer(line))
    }

    @Test func bytesThatAreNotUTF8() async throws {
        let error = try await Script().failure("host.csv_decode('a,b\\n1,2\\n3,\\xE9\\n')")
        #expect(error.kind == "decode")
        #expect(error.message.hasPrefix("invalid CSV in line 3: it is not UTF-8"))
        #expect(error.message.contains("charset = \"windows-1252\""))
    }

    @Test(arguments: [
        ("{ fields = { 'z' } }", "decode", "the CSV has no column 'z'; it has a, b"),
        ("{ fields = { 3 } }", "decode", "the CSV has no column 3; it has 2 columns"),
        ("{ numbers = { 'z' } }", "decode", "the CSV has no column 'z'; it has a, b"),
        ("{ fields = { 'a', x = 'a' } }", "config", "the option 'fields' has column 1 twice"),
        ("{ fields = 'a' }", "config", "the option 'fields' must be a table of columns"),
        ("{ fields = { true } }", "config", "the option 'fields' must be a table of columns' names"),
        ("{ header = false, fields = { 'a' } }", "config", "there is no header"),
        ("{ header = false, fields = { 1 } }", "config", "{ id = 1 }: there is no header"),
        ("{ header = 7 }", "config", "the option 'header' must be true, false or a list of names"),
        ("{ header = { 7 } }", "config", "the option 'header' must be true, false or a list of names"),
        ("{ numbers = 7 }", "config", "the option 'numbers' must be true, or a list of columns"),
        ("{ delimiter = ';;' }", "config", "the option 'delimiter' must be one character"),
        ("{ delimiter = '\"' }", "config", "the option 'delimiter' must be one character"),
        ("{ delimeter = ';' }", "config", "csv: unknown option 'delimeter'; there are charset, delimiter"),
        ("{ quote = '\\'' }", "config", "the option 'quote' must be true or false"),
        ("7", "config", "csv: the options must be a table, not a number"),
    ])
    func wrongOptions(options: String, kind: String, message: String) async throws {
        let error = try await Script().failure("host.csv_decode('a,b\\n1,2', \(options))")
        #expect(error.kind == kind)
        #expect(error.message.contains(message), "\(error.message)")
    }

    /// Names that are all alike must not take time by the square of their number.
    @Test(.timeLimit(.minutes(1))) func manyColumns() async throws {
        let result = try await Script().run(
            """
            local row = host.csv_decode(('a,'):rep(60000) .. 'a\\n' .. ('1,'):rep(60000) .. '2')[1]
            local ok, err = pcall(host.csv_decode, ('a,'):rep(100000) .. 'a\\n')
            return row.a, row.a_60001, ok, err.message
            """)
        #expect(result == ["1", "2", false, "invalid CSV: there are more than 100000 columns"])
    }

    /// Enough rows for the cache of strings.
    @Test func manyRows() async throws {
        let result = try await Script().run(
            """
            local lines = { "id,kind,note" }
            local quote = '""'
            for i = 1, 20000 do
                lines[#lines + 1] = ('%d,k%d,"say %s%d%s"'):format(i, i % 5, quote, i % 3, quote)
            end
            local rows = host.csv_decode(table.concat(lines, "\\n"))
            for i, row in ipairs(rows) do
                assert(row.id == tostring(i) and row.kind == "k" .. i % 5 and row.note == 'say "' .. i % 3 .. '"')
            end
            return #rows
            """)
        #expect(result == [20_000])
    }

    @Test(arguments: [
        Case("rows", "host.csv_decode('a,b\\n' .. ('1,2\\n'):rep(200000))"),
        Case("texts", "host.csv_decode('a,b\\n' .. ('\"\"\"x\"\"\",' .. ('y'):rep(100) .. '\\n'):rep(30000))"),
        Case("columns", "host.csv_decode(('a,'):rep(99999) .. '\\n')"),
        Case("a body", "host.body_csv(1)"),
    ])
    func memory(script: Case) async throws {
        var limited = Script(limits: LuaLimits(memory: 5 << 20))
        limited.host.bodies = [1: Array(("a,b\n" + String(repeating: "1,2\n", count: 200_000)).utf8)]
        let error = try await limited.failure("\n" + script.source)
        #expect(error.reason == .memory)
        #expect(error.location?.line == 2)
    }

    @Test func bodies() async throws {
        var script = Script()
        script.host.bodies = [1: Array("a;b\n1;2\n".utf8), 2: []]
        #expect(try await script.run("return host.body_csv(1, { numbers = true })[1].b") == [2])
        #expect(try await script.run("return #host.body_csv(2)") == [0])
        #expect(try await script.failure("host.body_csv(1, { header = 7 })").kind == "config")
        #expect(try await script.failure("host.body_csv(3)").message == "the response has no body to decode")
    }
}

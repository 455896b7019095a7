import LuaHost
import OAuthCore
import Testing

@testable import Output

/// Rows that are written as they come.
@Suite struct RowDocumentTests {
    /// What was handed on after each step.
    private func steps(
        _ format: OutputFormat, guards: Bool = false, _ body: (inout RowDocument, () throws -> Void) throws -> Void
    ) throws -> [String] {
        let collector = Collector()
        var document = RowDocument(format: format, guardsFormulas: guards) { collector.bytes += $0 }
        var seen: [String] = []
        var count = 0
        func note() {
            seen.append(String(decoding: collector.bytes[count...], as: UTF8.self))
            count = collector.bytes.count
        }
        try body(&document) { note() }
        try document.finish()
        note()
        return seen
    }

    private func pages(_ format: OutputFormat, _ pages: [[LuaValue]], columns: [RowColumn]? = nil) throws -> [String] {
        try steps(format) { document, note in
            document.begin(nil)
            for page in pages {
                try document.write(page, columns: columns)
                try document.flush()
                try note()
            }
        }
    }

    @Test func pagesAreHandedOnAsTheyCome() throws {
        let rows: [[LuaValue]] = [[["a": 1]], [], [["a": 2], "x"]]
        #expect(try pages(.json, rows) == ["[\n{\"a\":1}", "", ",\n{\"a\":2},\n\"x\"", "\n]\n"])
        #expect(try pages(.ndjson, rows) == ["{\"a\":1}\n", "", "{\"a\":2}\n\"x\"\n", ""])
        #expect(
            try pages(.csv, [[["a": 1, "b": 2]], [["a": 3]]], columns: [RowColumn(name: "a")]) == [
                "a\r\n1\r\n", "3\r\n", "",
            ])
    }

    @Test func csvWaitsForItsColumns() throws {
        #expect(try pages(.csv, [[["a": 1]], [["b": 2]]]) == ["", "", "a,b\r\n1,\r\n,2\r\n"])
        #expect(try pages(.csv, [[]], columns: [RowColumn(name: "a", title: "A")]) == ["a\r\n", ""])
        #expect(try pages(.csv, [[]]) == ["", ""])
    }

    @Test func emptyLists() throws {
        #expect(try pages(.json, []) == ["[]\n"])
        #expect(try pages(.ndjson, []) == [""])
        #expect(try steps(.json) { _, _ in } == [""])
    }

    @Test(arguments: [
        (OutputFormat.json, "{\"one\":[\n1,\n2\n],\"none\":[],\"t\\\"o\":[\n3\n]}\n"),
        (.ndjson, "{\"one\":1}\n{\"one\":2}\n{\"t\\\"o\":3}\n"),
    ])
    func namedLists(format: OutputFormat, text: String) throws {
        let written = try steps(format) { document, _ in
            document.begin("one")
            try document.write([1], columns: nil)
            try document.write([2], columns: nil)
            document.begin("none")
            document.begin("t\"o")
            try document.write([3], columns: nil)
        }
        #expect(written.joined() == text)
    }

    @Test func aRowThatCannotBeWrittenIsNamedByItsPlaceInAll() throws {
        let error = try #require(throws: OAuthError.self) {
            _ = try steps(.json) { document, _ in
                document.begin(nil)
                try document.write([1, 2], columns: nil)
                try document.write([3, ["a": .number(.nan)]], columns: nil)
            }
        }
        #expect(error.message.contains("result[4].a is not a number"), "\(error)")
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
        ("\nx", "\"'\nx\""), ("＝1", "'＝1"), ("＠x", "'＠x"),
        ("a=1", "a=1"), ("", "\"\""), ("'x", "'x"), ("=\"a\"", "\"'=\"\"a\"\"\""),
    ])
    func formulasAreGuardedOnRequest(text: String, field: String) throws {
        let written = try steps(.csv, guards: true) { document, _ in
            document.begin(nil)
            try document.write([["=a": .text(text)]], columns: nil)
        }
        #expect(written.joined() == "'=a\r\n\(field)\r\n")
    }

    @Test func numbersAreNoFormulas() throws {
        let written = try steps(.csv, guards: true) { document, _ in
            document.begin(nil)
            try document.write([["a": -1, "b": -1.5]], columns: nil)
        }
        #expect(written.joined() == "a,b\r\n-1,-1.5\r\n")
    }

    @Test func timesAreTextInCSVAndAsTheyWereInJSON() throws {
        let columns = [RowColumn(name: "t", type: .time), RowColumn(name: "u")]
        let row: LuaValue = ["t": 0, "u": 0]
        #expect(try pages(.csv, [[row]], columns: columns) == ["t,u\r\n1970-01-01T00:00:00Z,0\r\n", ""])
        #expect(try pages(.ndjson, [[row]], columns: columns) == ["{\"t\":0,\"u\":0}\n", ""])
    }
}

import LuaHost
import Testing

@testable import Output

/// Tables of rows of which more is known than the rows say.
@Suite struct ShapedTableTests {
    static let shape = RowShape(
        name: "events",
        columns: [
            RowColumn(name: "start", title: "Start", type: .time), RowColumn(name: "title", title: "Title | what"),
            RowColumn(name: "count", title: "Count", type: .integer), RowColumn(name: "done", type: .boolean),
            RowColumn(name: "code", type: .text),
        ])
    static let rows: [LuaValue] = [
        ["start": 1_772_357_400, "title": "Zoë & <Co>", "count": "7", "done": true, "code": 7, "other": "unseen"],
        ["start": "2026-03-02", "title": "a|b\nc `d` *e* [f](g)", "count": 1200, "done": false, "code": 12],
        ["title": "😀 日本\\", "done": .null],
    ]

    @Test func tablesTakeTitlesOrderAndTypes() throws {
        let renderer = Renderer(format: .table, shape: Self.shape)
        try expectSnapshot(try rendered(renderer, .list(Self.rows)).text, "shaped-table")
    }

    @Test func markdown() throws {
        let renderer = Renderer(format: .markdown, shape: Self.shape)
        try expectSnapshot(try rendered(renderer, .list(Self.rows)).text, "shaped-markdown")
    }

    @Test(arguments: [OutputFormat.table, .markdown])
    func severalTablesHaveTheirNamesAbove(format: OutputFormat) throws {
        let collector = Collector()
        let notes = try Renderer(format: format).render(
            [
                NamedRows(name: "events", rows: Self.rows, shape: Self.shape),
                NamedRows(name: "no_mails", rows: [], shape: RowShape()),
                NamedRows(name: "people", rows: [["age": 7], ["age": 40]], shape: RowShape()),
            ], to: { collector.bytes += $0 })
        try expectSnapshot(String(decoding: collector.bytes, as: UTF8.self), "named-\(format)")
        #expect(notes == [])
    }

    @Test(
        arguments: [
            (.list([]), ""), (["b": 1, "a": "x"], "| key | value |\n| --- | --- |\n| a | x |\n| b | 1 |\n"),
            ("plain", "plain\n"),
            (.list(["__init__"]), "| value |\n| --- |\n| \\_\\_init\\_\\_ |\n"),
            (.list([1, 2]), "| value |\n| ---: |\n| 1 |\n| 2 |\n"),
        ] as [(LuaValue, String)])
    func otherValuesInMarkdown(value: LuaValue, text: String) throws {
        #expect(try rendered(.markdown, value) == text)
    }

    @Test func withoutAWidthNothingIsCut() throws {
        let long = String(repeating: "x", count: 500)
        #expect(try rendered(.table, .list([["a": .text(long)]])).contains(long))
    }
}

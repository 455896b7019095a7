import LuaHost
import OAuthCore
import Testing

@testable import Output

@Suite struct TableTests {
    static let events = LuaValue.list([
        row([
            "start": text("2026-11-23T09:00:00+01:00"), "title": text("Weekly planning with the whole team"),
            "attendees": .integer(12), "room": text("会議室 3"),
        ]),
        row([
            "start": text("2026-11-24"), "title": text("家族の日 👨‍👩‍👧‍👦 picnic by the lake"), "attendees": .integer(4),
            "room": .null,
        ]),
        row([
            "start": text("2026-11-25T18:30:00Z"), "title": text("שלום עולם"), "attendees": .integer(130),
            "room": text("Aula \u{1B}[31mred\u{1B}[0m"),
        ]),
        row([
            "start": text("2026-11-26T08:15:00Z"), "title": text("Line one\nline two\tand a tab"),
            "attendees": .number(2.5), "tags": .list([text("a"), text("b")]),
        ]),
    ])

    @Test(arguments: [20, 40, 80, 200])
    func eventsFit(width: Int) throws {
        let result = try rendered(Renderer(format: .table, width: width), Self.events)
        try expectSnapshot(result.text + result.notes.map { "note: \($0)\n" }.joined(), "events-\(width)")
    }

    @Test func eventsInGivenOrderAndStyled() throws {
        let renderer = Renderer(
            format: .table, shape: RowShape(columns: ["title", "attendees", "absent"]), width: 60, isStyled: true)
        try expectSnapshot(try rendered(renderer, Self.events).text, "events-styled-60")
    }

    @Test func aTableIsItsKeysAndValues() throws {
        let value = row([
            "name": text("google"), "expires": .integer(3600), "scopes": .list([text("a"), text("b")]),
            "nested": row(["x": .number(1)]),
            "missing": .null, "ok": .boolean(true),
        ])
        try expectSnapshot(try rendered(Renderer(format: .table, width: 40), value).text, "pairs-40")
    }

    @Test(
        arguments: [
            (text("plain\ntwo lines\u{1B}[0m"), "plain\ntwo lines\\u{1B}[0m\n"), (text("ended\n"), "ended\n"),
            (.integer(7), "7\n"), (.number(1), "1.0\n"),
            (.number(.nan), "nan\n"), (.boolean(false), "false\n"), (.null, "null\n"), (.nil, ""),
            (.list([.integer(1), .integer(20), .number(0.5)]), "value\n-----\n    1\n   20\n  0.5\n"),
            (.list([text("a"), .integer(20)]), "value\n-----\na\n20\n"),
            (.list([row([:])]), "value\n-----\n\n"), (.list([.null]), "value\n-----\n\n"),
            (.list([row(["a": text("x")]), text("stray")]), "a  value\n-  -----\nx\n   stray\n"),
        ] as [(LuaValue, String)])
    func shapes(_ value: LuaValue, are expected: String) throws {
        let result = try rendered(Renderer(format: .table), value)
        #expect(result.text == expected)
        #expect(result.notes == [])
    }

    @Test(arguments: [.list([]), .table([:])] as [LuaValue])
    func nothingIsSaidOnStderrOnly(value: LuaValue) throws {
        let result = try rendered(Renderer(format: .table, width: 80), value)
        #expect(result.text == "")
        #expect(result.notes == ["no rows"])
    }

    @Test func columnsWithoutRoomAreNamed() throws {
        let names = (1...12).map { "column\($0)" }
        let value = LuaValue.list([
            .table(Dictionary(uniqueKeysWithValues: names.map { ($0, text("some longer text")) }))
        ])
        func notes(_ width: Int) throws -> [String] {
            try rendered(Renderer(format: .table, shape: RowShape(columns: names), width: width), value).notes
        }
        #expect(try notes(120) == [])
        #expect(try notes(110) == ["1 more column: column12; use `--wide` or `--output json` to see everything"])
        #expect(
            try notes(18) == [
                "10 more columns: column3, column4, column5, column6, column7, column8, column9, column10, …; use `--wide` or `--output json` to see everything"
            ])
    }

    /// No line is wider than the terminal, nothing in it is obeyed by one, and there is a line for every row.
    @Test(arguments: 0..<60)
    func everyTableFits(seed: Int) throws {
        var values = RandomValues(seed: UInt64(seed))
        for _ in 0..<5 {
            let value = values.rows(valid: false)
            let width = values.number(1...120)
            let (output, notes) = try rendered(Renderer(format: .table, width: width), value)
            #expect(VisibleText.escape(output, keepingLines: true) == output)
            #expect(!output.contains("\t"))
            let lines = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            guard case .list(let rows) = value else { return }
            #expect(lines.count == rows.count + 2)
            for line in lines { #expect(DisplayWidth.of(line) <= width, "\(width): \(line)") }
            for note in notes { #expect(VisibleText.escape(note) == note) }
        }
    }
}

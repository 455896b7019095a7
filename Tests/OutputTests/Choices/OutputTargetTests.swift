import Testing

@testable import Output

@Suite struct OutputTargetTests {
    @Test func aFormatOrADatabase() throws {
        #expect(try OutputTarget.parse("CSV") == .document(.csv))
        #expect(try OutputTarget.parse("sqlite:a b/c.db") == .sqlite(path: "a b/c.db"))
    }

    @Test(arguments: ["sqlite:", "sqlite", "jsn"])
    func whatIsKnownIsSaid(text: String) {
        let error = #expect(throws: UnknownChoice.self) { try OutputTarget.parse(text) }
        #expect(error?.description.contains("markdown, none, sqlite:FILE") == true, "\(String(describing: error))")
    }

    @Test func onlyTablesNeedAllRows() {
        #expect(OutputFormat.allCases.filter { !$0.streams } == [.table, .markdown])
    }
}

import OAuthCore
import Testing

@testable import Output

@Suite struct ChoiceTests {
    @Test(arguments: OutputFormat.allCases)
    func everyFormatIsReadInAnyCase(format: OutputFormat) throws {
        #expect(try OutputFormat.parse(" \(format.rawValue.uppercased())") == format)
    }

    @Test(arguments: [
        ("jsn", "json"), ("ndjsno", "ndjson"), ("tab", "table"), ("tabel", "table"), ("cvs", "csv"), ("non", "none"),
        ("aut", "auto"),
    ])
    func theNearestIsSuggested(given: String, meant: String) {
        #expect(
            throws: UnknownChoice(noun: "output format", given: given, known: OutputFormat.allCases.map(\.rawValue))
        ) {
            try OutputFormat.parse(given)
        }
        #expect(NearestName.of(given, in: OutputFormat.allCases.map(\.rawValue)) == meant)
    }

    @Test(arguments: ["", "xml", "parquet"])
    func nothingNearIsNotSuggested(given: String) {
        #expect(NearestName.of(given, in: OutputFormat.allCases.map(\.rawValue)) == nil)
    }

    @Test func theMessagesNameWhatIsKnown() {
        #expect(throws: UnknownChoice.self) { try ColorChoice.parse("no") }
        let known = ColorChoice.allCases.map(\.rawValue)
        #expect(
            UnknownChoice(noun: ColorChoice.noun, given: "alway", known: known).description
                == "unknown colour setting 'alway'; did you mean 'always'? (known: auto, always, never)")
        #expect(
            UnknownChoice(noun: ColorChoice.noun, given: "\u{1B}c", known: known).description
                == "unknown colour setting '\\u{1B}c' (known: auto, always, never)")
    }

    @Test func autoIsATableOnATerminalOnly() {
        #expect(OutputFormat.auto.resolved(isTerminal: true) == .table)
        #expect(OutputFormat.auto.resolved(isTerminal: false) == .json)
        #expect(OutputFormat.csv.resolved(isTerminal: true) == .csv)
    }

    @Test(
        arguments: [
            (ColorChoice.auto, true, [:], true), (.auto, false, [:], false),
            (.always, false, ["NO_COLOR": "1"], true), (.never, true, ["CLICOLOR_FORCE": "1"], false),
            (.auto, true, ["NO_COLOR": "1"], false), (.auto, true, ["NO_COLOR": ""], true),
            (.auto, false, ["CLICOLOR_FORCE": "1"], true), (.auto, false, ["CLICOLOR_FORCE": "0"], false),
            (.auto, false, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
            (.auto, true, ["TERM": "dumb"], false), (.auto, true, ["TERM": "xterm"], true),
            (.auto, true, ["CLICOLOR": "0"], false),
        ] as [(ColorChoice, Bool, [String: String], Bool)])
    func colour(choice: ColorChoice, isTerminal: Bool, environment: [String: String], isOn: Bool) {
        #expect(choice.isOn(isTerminal: isTerminal, environment: environment) == isOn)
    }
}

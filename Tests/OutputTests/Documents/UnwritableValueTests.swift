import LuaHost
import OAuthCore
import Testing

@testable import Output

@Suite struct UnwritableValueTests {
    static let latin1 = LuaValue.string([0x63, 0x61, 0x66, 0xE9])

    @Test(
        arguments: [
            (latin1, "result is not valid UTF-8"),
            (.list([.null, row(["name": latin1])]), "result[2].name is not valid UTF-8"),
            (row(["a-b": .list([latin1])]), "result[\"a-b\"][1] is not valid UTF-8"),
            (row(["1st": .number(.infinity)]), "result[\"1st\"] is infinite"),
            (.list([.number(.nan)]), "result[1] is not a number (NaN)"),
        ] as [(LuaValue, String)])
    func isNamedWithItsPath(value: LuaValue, reason: String) {
        for (format, name) in [(OutputFormat.json, "JSON"), (.ndjson, "JSON"), (.csv, "CSV")] {
            let error = #expect(throws: OAuthError.self) {
                try Renderer(format: format).render(value) { _ in Issue.record("wrote before it failed") }
            }
            #expect(error?.kind == .decode)
            #expect(error?.message == "the result cannot be written as \(name): \(reason)")
        }
    }

    @Test func isShownInATableAllTheSame() throws {
        #expect(try rendered(.table, Self.latin1) == "caf\u{FFFD}\n")
        #expect(try rendered(.table, .list([.list([Self.latin1])])) == "value\n--------\n[\"caf\u{FFFD}\"]\n")
    }

    @Test func deepNestingIsRefusedAtTheLimit() throws {
        func nested(_ levels: Int) -> LuaValue { (0..<levels).reduce(LuaValue.null) { value, _ in .list([value]) } }
        #expect(UnwritableValue.first(in: nested(UnwritableValue.depthLimit)) == nil)
        let problem = try #require(UnwritableValue.first(in: nested(UnwritableValue.depthLimit + 1)))
        #expect(problem.reason == "is nested more than 1000 levels deep")
        #expect(problem.path == "result" + String(repeating: "[1]", count: 20) + "…")
    }
}

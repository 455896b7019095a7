import LuaHost
import Testing

@testable import RowStore

@Suite struct ColumnPlanTests {
    /// The first rows say nothing of those that come later.
    @Test func typesAreThoseThatTheScriptSays() {
        let rows: [LuaValue] = [["a": 1, "b": "x"]]
        #expect(ColumnPlan(nil, key: [], rows: rows).columns.map(\.declaredType) == ["", ""])
    }

    @Test func columnsAreAsGivenAndHoldTheKey() {
        let plan = ColumnPlan(
            [RowColumn(name: "b", type: .time), RowColumn(name: "a", type: .boolean)], key: ["id"],
            rows: [["a": "x", "b": 1, "c": 2, "id": "1"]])
        #expect(plan.columns.map(\.name) == ["b", "a", "id"])
        #expect(plan.columns.map(\.declaredType) == ["TEXT", "INTEGER", ""])
    }

    @Test func nothingIsKnownOfNoRows() {
        #expect(ColumnPlan(nil, key: ["id"], rows: []).columns == [])
    }

    @Test func smallLettersAreThoseOfSQLite() {
        #expect("ÉA\u{212A}z".inSmallLetters == "Éa\u{212A}z")
    }

    @Test func names() {
        #expect(SQL.name("a\"b; DROP") == "\"a\"\"b; DROP\"")
        #expect(
            SQL.insert(into: "t", ["id", "x"], key: ["id"])
                == "INSERT INTO \"t\" (\"id\", \"x\") VALUES (?, ?) ON CONFLICT (\"id\") DO UPDATE SET \"x\" = excluded.\"x\""
        )
        #expect(SQL.insert(into: "t", ["id"], key: ["id"]).hasSuffix("DO NOTHING"))
        #expect(!SQL.insert(into: "t", ["id"], key: []).contains("CONFLICT"))
    }
}

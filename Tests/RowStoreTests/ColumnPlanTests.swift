import LuaHost
import Testing

@testable import RowStore

@Suite struct ColumnPlanTests {
    @Test(
        arguments: [
            (["a": 1], "INTEGER"), (["a": 1.5], "REAL"), (["a": "x"], "TEXT"), (["a": true], "INTEGER"),
            (["a": [1, 2]], "TEXT"), (["a": ["b": 1]], "TEXT"), (["a": .null], ""),
        ] as [(LuaValue, String)])
    func typesComeFromValues(row: LuaValue, type: String) {
        #expect(ColumnPlan(nil, key: [], rows: [row, .null]).columns.map(\.declaredType) == [type])
    }

    @Test(
        arguments: [
            ([1, 2.5], "REAL"), ([2.5, 1], "REAL"), ([1, "x"], ""), (["x", 1], ""), ([.null, 1], "INTEGER"),
            ([1, true], "INTEGER"),
        ] as [([LuaValue], String)])
    func whatValuesHaveInCommon(values: [LuaValue], type: String) {
        let rows = values.map { LuaValue.table(["a": $0]) }
        #expect(ColumnPlan(nil, key: [], rows: rows).columns.map(\.declaredType) == [type])
    }

    @Test func columnsAreAsGivenAndHoldTheKey() {
        let plan = ColumnPlan(
            [RowColumn(name: "b", type: .time), RowColumn(name: "a", type: .boolean)], key: ["id"],
            rows: [["a": "x", "b": 1, "c": 2, "id": "1"]])
        #expect(plan.columns.map(\.name) == ["b", "a", "id"])
        #expect(plan.columns.map(\.declaredType) == ["TEXT", "INTEGER", "TEXT"])
    }

    @Test func nothingIsKnownOfNoRows() {
        #expect(ColumnPlan(nil, key: ["id"], rows: []).columns == [])
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

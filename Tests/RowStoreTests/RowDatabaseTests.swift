import LuaHost
import OAuthCore
import SQLiteDatabase
import TestSupport
import Testing

@testable import RowStore

/// Rows in a real file, read back by another connection.
@Suite struct RowDatabaseTests {
    let folder: TempFolder
    let path: String

    init() throws {
        folder = try TempFolder("rows")
        path = folder.path(of: "rows.db")
    }

    /// Writes pages in one run.
    func write(_ pages: [LuaValue]..., to table: String = "events", key: [String] = [], columns: [RowColumn]? = nil)
        throws
    {
        let database = RowDatabase(path: path)
        for page in pages {
            try database.write(page, to: table, shape: RowShape(name: table, columns: columns, key: key))
        }
        try database.checkpoint()
    }

    /// The rows as SQLite prints them, sorted.
    func read(_ sql: String = "SELECT * FROM events") throws -> [String] {
        let database = try Database(path: path, busyTimeout: .seconds(1))
        let count = try database.rows("SELECT count(*) FROM pragma_table_info('events')") { $0.integer(0) }.first ?? 0
        return try database.rows(sql) { row in
            (0..<Int32(sql.hasPrefix("SELECT *") ? count : 1)).map { row.blob($0) == nil ? "NULL" : row.text($0) }
                .joined(separator: "|")
        }.sorted()
    }

    func execute(_ sql: String) throws {
        try Database(path: path, busyTimeout: .seconds(1), creating: true).execute(sql)
    }

    @Test func aTableIsMadeFromValues() throws {
        try write([["id": 1, "name": "a", "size": 1.5, "on": true, "tags": ["x", ["y": .null]], "none": .null]])
        #expect(try read() == ["1|a|NULL|1|1.5|[\"x\",{\"y\":null}]"])
        #expect(
            try read("SELECT sql FROM sqlite_schema")
                == [
                    "CREATE TABLE \"events\" (\"id\", \"name\", \"none\", \"on\", \"size\", \"tags\")"
                ])
    }

    @Test func typesAndOrderComeFromTheShape() throws {
        try write(
            [["when": 0, "id": "a", "unseen": 1]], [["when": "2026-01-02", "id": "b"]], key: ["id"],
            columns: [RowColumn(name: "when", title: "When?", type: .time), RowColumn(name: "id", type: .text)])
        #expect(try read() == ["1970-01-01T00:00:00Z|a", "2026-01-02|b"])
        #expect(
            try read("SELECT sql FROM sqlite_schema WHERE type = 'table'")
                == ["CREATE TABLE \"events\" (\"when\" TEXT, \"id\" TEXT)"])
    }

    @Test func rowsWithTheSameKeyAreUpdated() throws {
        try write([["id": 1, "name": "a"], ["id": 2, "name": "b"]], [["id": 1, "name": "c"]], key: ["id"])
        #expect(try read() == ["1|c", "2|b"])
        try write([["id": 2, "name": .null], ["id": 3, "name": "d"]], key: ["id"])
        #expect(try read() == ["1|c", "2|NULL", "3|d"])
        try write([["id": 3]], key: ["id"])
        #expect(try read() == ["1|c", "2|NULL", "3|d"])
    }

    @Test func aKeyOfSeveralFieldsAndATableThatIsNothingElse() throws {
        let rows: [LuaValue] = [["a": 1, "b": 1], ["a": 1, "b": 2], ["a": 1, "b": 1]]
        try write(rows, key: ["b", "a"])
        try write(rows, key: ["a", "b"])
        #expect(try read() == ["1|1", "1|2"])
        #expect(try read("SELECT count(*) FROM sqlite_schema WHERE type = 'index'") == ["1"])
    }

    @Test func withoutAKeyRowsAreAppended() throws {
        try write([["id": 1]])
        try write([["id": 1]], ["text"])
        #expect(try read() == ["1|NULL", "1|NULL", "NULL|text"])
    }

    @Test func newColumnsAreAddedAndOthersLeftAlone() throws {
        try execute("CREATE TABLE events (note TEXT DEFAULT 'mine', id INTEGER PRIMARY KEY)")
        try write([["id": 1, "a": 1]], [["id": 1, "b": "x"], ["id": 2]], key: ["id"])
        #expect(try read() == ["mine|1|NULL|x", "mine|2|NULL|NULL"])
    }

    @Test func emptyPagesMakeATableOnlyWhereItsColumnsAreKnown() throws {
        try write([], columns: [RowColumn(name: "id", type: .integer)])
        #expect(try read("SELECT sql FROM sqlite_schema") == ["CREATE TABLE \"events\" (\"id\" INTEGER)"])
        try write([], to: "others")
        #expect(try read("SELECT name FROM sqlite_schema") == ["events"])
        try write([], [["x": 1]], to: "later", columns: [RowColumn(name: "x")])
        #expect(
            try read("SELECT sql FROM sqlite_schema WHERE name = 'later'") == ["CREATE TABLE \"later\" (\"x\")"]
        )
    }

    @Test func valuesStayAsTheyCome() throws {
        try write([["zip": 1]])
        try write([["zip": "007"]])
        #expect(try read() == ["007", "1"])
    }

    @Test func lettersBeyondASCIIAreThemselves() throws {
        try execute("CREATE TABLE events (é TEXT)")
        try write([["É": "x"]])
        #expect(try read() == ["NULL|x"])
    }

    @Test func namesMayBeAnything() throws {
        try write([["a\"b": 1, "select": 2, "": 3, "ü ;--": 4]], to: "drop table \"x\"; --")
        #expect(try read("SELECT name FROM sqlite_schema") == ["drop table \"x\"; --"])
    }

    @Test func textThatIsNoneAndLargeValuesAreKept() throws {
        let bytes: LuaValue = .string([0xFF, 0x00, 0x41])
        let zero: LuaValue = .string(Array("a\0b".utf8))
        try write([
            ["id": .integer(.max), "a": bytes, "b": zero, "c": "", "d": .text(String(repeating: "é", count: 100_000))]
        ])
        #expect(try read("SELECT typeof(a) || length(a) FROM events") == ["blob3"])
        #expect(try read("SELECT typeof(b) || hex(b) FROM events") == ["text610062"])
        #expect(try read("SELECT typeof(c) || length(c) FROM events") == ["text0"])
        #expect(try read("SELECT length(d) || '-' || id FROM events") == ["100000-9223372036854775807"])
    }

    // MARK: Whole or not at all

    @Test func othersSeeARunOnlyWhenItIsDone() throws {
        try write([["id": 1]])
        let database = RowDatabase(path: path)
        try database.write([["id": 2]], to: "events", shape: RowShape())
        #expect(try read() == ["1"])
        try database.checkpoint()
        #expect(try read() == ["1", "2"])
        try database.write([["id": 3]], to: "events", shape: RowShape())
        try database.rollBack()
        #expect(try read() == ["1", "2"])
    }

    @Test func aRunThatFailsLeavesNoFileBehind() throws {
        let database = RowDatabase(path: path)
        try database.write([["id": 1]], to: "events", shape: RowShape())
        try database.rollBack()
        #expect(folder.contents == [])
        let kept = RowDatabase(path: path)
        try kept.write([["id": 1]], to: "events", shape: RowShape())
        try kept.checkpoint()
        try kept.write([["id": 2]], to: "events", shape: RowShape())
        try kept.rollBack()
        #expect(try read() == ["1"])
    }

    // MARK: What is refused

    func failure(_ body: () throws -> Void) throws -> RowStoreFailure {
        try #require(throws: RowStoreFailure.self) { try body() }
    }

    @Test func filesThatAreNoDatabase() throws {
        try folder.write(String(repeating: "plain text\n", count: 100), to: "rows.db")
        #expect(try failure { try write([["id": 1]]) }.message.contains("no SQLite database"))
        #expect(try folder.read("rows.db").hasPrefix("plain text"))
        try folder.write("", to: "sub/file")
        let inFolder = RowDatabase(path: folder.path(of: "sub"))
        let opened = try failure { try inFolder.write([["id": 1]], to: "t", shape: RowShape()) }
        #expect(opened.message.contains("cannot be opened"), "\(opened)")
        let nowhere = RowDatabase(path: folder.path(of: "missing/x.db"))
        #expect(
            try failure { try nowhere.write([["id": 1]], to: "t", shape: RowShape()) }.message
                .contains("No such file"))
    }

    @Test func theTokenStoreIsNotForRows() throws {
        try execute("PRAGMA application_id = \(Database.storeID); CREATE TABLE tokens (a)")
        #expect(try failure { try write([["id": 1]]) }.message.contains("store of tokens"))
    }

    @Test func viewsAndOtherProgramsRules() throws {
        try execute("CREATE TABLE t (a CHECK (a > 1)); CREATE VIEW events AS SELECT a FROM t")
        #expect(try failure { try write([["a": 1]]) }.message.contains("'events' is no table"))
        #expect(try failure { try write([["a": 1]], to: "t") }.message.contains("CHECK constraint failed"))
    }

    @Test func keysThatDoNotFit() throws {
        try write([["id": 1, "n": 1], ["id": 1, "n": 2]])
        let repeated = try failure { try write([["id": 2]], key: ["id"]) }
        #expect(repeated.message.contains("several rows with the same key (id)"), "\(repeated)")
        #expect(try read("SELECT count(*) FROM events") == ["2"])
        let missing = try #require(throws: OAuthError.self) {
            try write([["n": 3, "id": 9], ["id": .null]], key: ["n"])
        }
        #expect(missing.message.contains("row 2 of 'events' has no 'n'"), "\(missing)")
        #expect(try read("SELECT count(*) FROM events") == ["2"])
    }

    @Test func columnsThatDifferInCaseOnly() throws {
        #expect(try failure { try write([["id": 1, "ID": 2]]) }.message.contains("same column"))
        try write([["Id": 1]], to: "t")
        try write([["id": 2]], to: "t")
        #expect(try read("SELECT id FROM t") == ["1", "2"])
    }

    @Test func anotherWriterIsWaitedFor() throws {
        try write([["id": 1]])
        let other = try Database(path: path, busyTimeout: .seconds(1))
        try other.execute("BEGIN IMMEDIATE")
        let database = RowDatabase(path: path, busyTimeout: .milliseconds(50))
        let busy = try failure { try database.write([["id": 2]], to: "events", shape: RowShape()) }
        #expect(busy.message.contains("in use by another program"), "\(busy)")
        try other.execute("COMMIT")
        try database.write([["id": 2]], to: "events", shape: RowShape())
        try database.checkpoint()
        #expect(try read() == ["1", "2"])
    }
}

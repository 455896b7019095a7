import LuaHost
import OAuthCore
import Output
import SQLiteDatabase

/// One table of a database that rows are written to. Its database is in a transaction whenever it is used.
final class RowTable {
    private let name: String
    private let key: [String]
    private let database: Database
    /// The table's columns, in small letters; empty where there is no table yet.
    private var existing: Set<String>
    /// The columns of this run.
    private var columns: [ColumnPlan.Column] = []
    private var statement: PreparedInsert?
    private var count = 0
    /// Columns of which only the names are known, because no rows have come yet.
    private var announced: [RowColumn]?

    init(_ name: String, key: [String], in database: Database) throws {
        self.name = name
        self.key = key
        self.database = database
        let kind = try database.rows(
            "SELECT type FROM sqlite_schema WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')", [.text(name)]
        ) { $0.text(0) }.first
        guard kind != "view" else { throw RowStoreFailure.notATable(name) }
        existing = Set(
            try database.rows("SELECT name FROM pragma_table_info(?)", [.text(name)]) { $0.text(0).inSmallLetters })
        if !existing.isEmpty, key.allSatisfy({ existing.contains($0.inSmallLetters) }) { try makeUnique() }
    }

    func write(_ rows: [LuaValue], columns given: [RowColumn]?) throws {
        if rows.isEmpty, count == 0 {
            announced = given
            return
        }
        try widen(ColumnPlan(given, key: key, rows: rows))
        guard !columns.isEmpty else { return }
        let statement = try self.statement ?? PreparedInsert(into: name, columns.map(\.name), key: key, in: database)
        self.statement = statement
        for row in rows {
            count += 1
            let values = columns.map { Value(CellValue(Records.value(of: $0.name, in: row), type: $0.kind)) }
            for (column, value) in zip(columns, values) where value == .null && key.contains(column.name) {
                throw RowStoreFailure.missingKey(name, column.name, row: count)
            }
            try statement.run(values)
        }
    }

    /// Makes the table of rows that did not come.
    func finish() throws {
        if count == 0, let announced { try widen(ColumnPlan(announced, key: key, rows: [])) }
    }

    /// Adds the columns that are new to this run to it, and those that are new to the table to the table.
    private func widen(_ plan: ColumnPlan) throws {
        let new = plan.columns.filter { column in !columns.contains { $0.name == column.name } }
        guard !new.isEmpty else { return }
        for column in new {
            let same = { (other: ColumnPlan.Column) in
                other.name != column.name && other.name.inSmallLetters == column.name.inSmallLetters
            }
            if let other = (columns + new).first(where: same) {
                throw RowStoreFailure.sameName(name, other.name, column.name)
            }
        }
        let table = SQL.name(name)
        let missing = new.filter { !existing.contains($0.name.inSmallLetters) }
        if existing.isEmpty {
            try database.execute("CREATE TABLE \(table) (\(missing.map(SQL.definition).joined(separator: ", ")))")
        } else {
            for column in missing { try database.execute("ALTER TABLE \(table) ADD COLUMN \(SQL.definition(column))") }
        }
        let hadKey = !existing.isEmpty && key.allSatisfy { existing.contains($0.inSmallLetters) }
        existing.formUnion(missing.map { $0.name.inSmallLetters })
        if !hadKey { try makeUnique() }
        columns += new
        statement = nil
    }

    /// What an upsert needs: an index that lets a key be there but once.
    private func makeUnique() throws {
        guard !key.isEmpty, try !isUnique() else { return }
        let list = key.map(SQL.name).joined(separator: ", ")
        do {
            try database.execute("CREATE UNIQUE INDEX \(SQL.name(try freeIndexName())) ON \(SQL.name(name)) (\(list))")
        } catch let error as DatabaseError where error.isConstraint {
            throw RowStoreFailure.repeatedKey(name, key)
        }
    }

    private func isUnique() throws -> Bool {
        let wanted = Set(key.map { $0.inSmallLetters })
        let primary = try database.rows(
            "SELECT name FROM pragma_table_info(?) WHERE pk > 0", [.text(name)]
        ) { $0.text(0).inSmallLetters }
        if Set(primary) == wanted { return true }
        let indexes = try database.rows(
            "SELECT name FROM pragma_index_list(?) WHERE \"unique\" AND NOT partial", [.text(name)]
        ) { $0.text(0) }
        return try indexes.contains { index in
            Set(
                try database.rows("SELECT name FROM pragma_index_info(?)", [.text(index)]) { $0.text(0).inSmallLetters }
            )
                == wanted
        }
    }

    private func freeIndexName() throws -> String {
        let taken = Set(try database.rows("SELECT name FROM sqlite_schema") { $0.text(0).inSmallLetters })
        var found = "\(name)_key"
        var number = 1
        while taken.contains(found.inSmallLetters) {
            number += 1
            found = "\(name)_key\(number)"
        }
        return found
    }
}

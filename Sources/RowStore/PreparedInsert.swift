import SQLiteDatabase

/// The statement that writes one row.
final class PreparedInsert {
    private let statement: Statement

    init(into table: String, _ columns: [String], key: [String], in database: Database) throws {
        statement = try database.prepare(SQL.insert(into: table, columns, key: key))
    }

    func run(_ values: [Value]) throws { try statement.run(values) }
}

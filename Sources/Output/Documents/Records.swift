import LuaHost

/// A list seen as rows and named columns, for tables and CSV.
struct Records {
    /// The column of rows that are not tables.
    static let scalarColumn = "value"

    let rows: [LuaValue]
    let columns: [String]

    /// Without `columns`: every key that occurs, sorted, and `value` if a row is not a table.
    init(rows: [LuaValue], columns: [String]?) {
        self.rows = rows
        self.columns = columns ?? Self.union(rows)
    }

    static func value(of column: String, in row: LuaValue) -> LuaValue? {
        if case .table(let fields) = row { return fields[column] }
        return column == scalarColumn ? row : nil
    }

    private static func union(_ rows: [LuaValue]) -> [String] {
        var names: Set<String> = []
        for row in rows {
            switch row {
            case .table(let fields): names.formUnion(fields.keys)
            case .nil, .null: break
            default: names.insert(scalarColumn)
            }
        }
        return names.isEmpty && !rows.isEmpty ? [scalarColumn] : names.sorted()
    }
}

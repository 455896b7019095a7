import LuaHost

/// A list seen as rows and named columns, for tables, CSV and databases.
public struct Records {
    /// The column of rows that are not tables.
    public static let scalarColumn = "value"

    let rows: [LuaValue]
    let columns: [RowColumn]

    /// Without `columns`: every key that occurs, sorted, and `value` if a row is not a table.
    init(rows: [LuaValue], columns: [RowColumn]?) {
        self.rows = rows
        self.columns = columns ?? Self.keys(of: rows).map { RowColumn(name: $0) }
    }

    public static func value(of column: String, in row: LuaValue) -> LuaValue? {
        if case .table(let fields) = row { return fields[column] }
        return column == scalarColumn ? row : nil
    }

    /// Every key that occurs, sorted, and `value` if a row is not a table.
    public static func keys(of rows: [LuaValue]) -> [String] {
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

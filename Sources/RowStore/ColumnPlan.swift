import LuaHost
import Output

/// Which columns rows need, and of which types: the part of a table that is decided without a database.
struct ColumnPlan: Equatable {
    struct Column: Equatable {
        var name: String
        /// What SQLite calls the column's type; empty where nothing is known.
        var declaredType: String
        var kind: RowColumn.Kind?
    }

    var columns: [Column]

    /// - Parameters:
    ///   - given: what the script says of its columns; nil takes every key that occurs.
    ///   - key: is a column whether it is among them or not.
    init(_ given: [RowColumn]?, key: [String], rows: [LuaValue]) {
        var wanted = given ?? Records.keys(of: rows).map { RowColumn(name: $0) }
        for name in key where !wanted.contains(where: { $0.name == name }) && !wanted.isEmpty {
            wanted.append(RowColumn(name: name))
        }
        columns = wanted.map { column in
            let type = column.type.map(Self.declared) ?? Self.found(rows, column.name)
            return Column(name: column.name, declaredType: type, kind: column.type)
        }
    }

    private static func declared(_ kind: RowColumn.Kind) -> String {
        switch kind {
        case .text, .time: "TEXT"
        case .integer, .boolean: "INTEGER"
        case .number: "REAL"
        }
    }

    /// What all values of these rows have in common; numbers and text in one column have nothing.
    private static func found(_ rows: [LuaValue], _ name: String) -> String {
        var type = ""
        for row in rows {
            let next =
                switch CellValue(Records.value(of: name, in: row)) {
                case .empty: type
                case .boolean, .integer: type == "REAL" ? "REAL" : "INTEGER"
                case .number: "REAL"
                case .text: "TEXT"
                }
            let isNew = type.isEmpty || type == next || (type == "INTEGER" && next == "REAL")
            guard isNew else { return "" }
            type = next
        }
        return type
    }
}

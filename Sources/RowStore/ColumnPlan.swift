import LuaHost
import Output

/// Which columns rows need, and of which types: the part of a table that is decided without a database.
struct ColumnPlan: Equatable {
    struct Column: Equatable {
        var name: String
        /// What SQLite calls the column's type; empty where the script says none. Then SQLite keeps every value as it is:
        /// a type that was found in the first rows would change those that come later ("007").
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
            Column(name: column.name, declaredType: column.type.map(Self.declared) ?? "", kind: column.type)
        }
    }

    private static func declared(_ kind: RowColumn.Kind) -> String {
        switch kind {
        case .text, .time: "TEXT"
        case .integer, .boolean: "INTEGER"
        case .number: "REAL"
        }
    }
}

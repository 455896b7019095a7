/// The statements' text.
enum SQL {
    /// As an identifier, whatever is in it.
    static func name(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    static func definition(_ column: ColumnPlan.Column) -> String {
        column.declaredType.isEmpty ? name(column.name) : "\(name(column.name)) \(column.declaredType)"
    }

    /// Inserts a row, or updates the one that has the same key.
    static func insert(into table: String, _ columns: [String], key: [String]) -> String {
        let list = columns.map(name).joined(separator: ", ")
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        let insert = "INSERT INTO \(name(table)) (\(list)) VALUES (\(places))"
        guard !key.isEmpty else { return insert }
        let updates = columns.filter { !key.contains($0) }.map { "\(name($0)) = excluded.\(name($0))" }
        let action = updates.isEmpty ? "NOTHING" : "UPDATE SET " + updates.joined(separator: ", ")
        return "\(insert) ON CONFLICT (\(key.map(name).joined(separator: ", "))) DO \(action)"
    }
}

extension String {
    /// As SQLite compares names: capital letters of ASCII are small ones, all others are themselves.
    var inSmallLetters: String {
        String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}

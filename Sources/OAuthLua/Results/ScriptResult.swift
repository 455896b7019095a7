import LuaHost

/// What a script returned, as it is to be shown.
public struct ScriptResult: Sendable, Equatable {
    /// As JSON has it: the one value, a list of several, or a table of named ones.
    public var value: LuaValue
    /// What is known of `value`, where it is rows.
    public var shape: RowShape?
    /// Several sets of rows, where the script returned that; `value` is a table of them.
    public var parts: [NamedRows]?

    public init(_ value: LuaValue, shape: RowShape? = nil) {
        self.value = value
        self.shape = shape
    }

    public init(parts: [NamedRows]) {
        value = .table(Dictionary(parts.map { ($0.name, .list($0.rows)) }, uniquingKeysWith: { $1 }))
        self.parts = parts
    }

    /// One value is itself; several are a list, or by name where all of them are rows with names.
    init(_ results: ScriptResults) {
        if let parts = Self.parts(of: results) {
            self.init(parts: parts)
            return
        }
        let value = results.values.count <= 1 ? results.values.first ?? .nil : .list(results.values)
        // `return rows` with nothing in it is an empty list of rows, though Lua cannot tell.
        self.init(
            value == .table([:]) ? .list([]) : value, shape: results.values.count == 1 ? results.shapes[0].own : nil)
    }

    private static func parts(of results: ScriptResults) -> [NamedRows]? {
        if results.values.count > 1 {
            let parts = zip(results.values, results.shapes).compactMap { value, shapes -> NamedRows? in
                guard let shape = shapes.own, let name = shape.name, let rows = value.list else { return nil }
                return NamedRows(name: name, rows: rows, shape: shape)
            }
            let isComplete = parts.count == results.values.count && Set(parts.map(\.name)).count == parts.count
            return isComplete ? parts : nil
        }
        guard case .table(let fields) = results.values.first, !fields.isEmpty else { return nil }
        let shapes = results.shapes[0].fields
        let parts = fields.keys.sorted().compactMap { name -> NamedRows? in
            guard let value = fields[name], let rows = rows(value, isMarked: shapes[name] != nil) else { return nil }
            return NamedRows(name: name, rows: rows, shape: shapes[name] ?? RowShape(name: name))
        }
        return parts.count == fields.count ? parts : nil
    }

    /// A list of tables, or what a resource says is rows.
    private static func rows(_ value: LuaValue, isMarked: Bool) -> [LuaValue]? {
        guard let rows = value.list, isMarked || !rows.isEmpty else { return nil }
        let areTables = rows.allSatisfy { if case .table = $0 { true } else { false } }
        return isMarked || areTables ? rows : nil
    }
}

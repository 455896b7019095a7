/// What is known of rows beyond the rows themselves.
public struct RowShape: Sendable, Equatable {
    /// The resource's name.
    public var name: String?
    /// In order; nil takes every key that occurs.
    public var columns: [RowColumn]?
    /// The fields that tell one row from another; empty where nothing does.
    public var key: [String]

    public init(name: String? = nil, columns: [RowColumn]? = nil, key: [String] = []) {
        self.name = name
        self.columns = columns
        self.key = key
    }

    /// Rows with these columns, in this order.
    public init(name: String? = nil, columns: [String]) {
        self.init(name: name, columns: columns.map { RowColumn(name: $0) })
    }

    /// From Lua: `{ name =, columns = { "start", { name =, title =, type = }, … }, key = { … } }`, where nothing is
    /// required, and a lone key may be a string; nil for what is no table.
    public init?(_ value: LuaValue) {
        guard let fields = value.table else { return nil }
        let columns = fields["columns"]?.list?.compactMap(RowColumn.init)
        let key = fields["key"].flatMap { $0.text.map { [$0] } ?? $0.list?.compactMap(\.text) }
        self.init(name: fields["name"]?.text, columns: columns, key: key ?? [])
    }
}

public struct RowColumn: Sendable, Equatable {
    /// The rows' field.
    public var name: String
    /// What people see above it; the name where nothing else is given.
    public var title: String
    public var type: Kind?

    public enum Kind: String, Sendable, CaseIterable {
        case text, integer, number, boolean
        /// Text as RFC 3339 has it, or seconds since 1970.
        case time
    }

    public init(name: String, title: String? = nil, type: Kind? = nil) {
        self.name = name
        self.title = title ?? name
        self.type = type
    }

    /// A name, or a table with one.
    init?(_ value: LuaValue) {
        guard let name = value.text ?? value["name"]?.text else { return nil }
        self.init(
            name: name, title: value["title"]?.text, type: value["type"]?.text.flatMap(Kind.init(rawValue:)))
    }
}

/// One of several sets of rows.
public struct NamedRows: Sendable, Equatable {
    public var name: String
    public var rows: [LuaValue]
    public var shape: RowShape

    public init(name: String, rows: [LuaValue], shape: RowShape) {
        self.name = name
        self.rows = rows
        self.shape = shape
    }
}

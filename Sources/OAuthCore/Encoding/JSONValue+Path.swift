extension JSONValue {
    /// What stands at a dotted path: `team.id`, `accounts[0].id`; nil where there is nothing. A field that is called like
    /// the whole path comes first.
    public func value(at path: String) -> JSONValue? {
        if let field = self[path] { return field }
        var value = self
        for part in path.split(whereSeparator: { $0 == "." || $0 == "[" || $0 == "]" }) {
            switch value {
            case .object(let fields):
                guard let next = fields[String(part)] else { return nil }
                value = next
            case .array(let items):
                guard let index = Int(part), items.indices.contains(index) else { return nil }
                value = items[index]
            default: return nil
            }
        }
        return value
    }

    /// A string, a number or a boolean as text; nil for anything else, and for numbers that are none.
    var scalarText: String? {
        switch self {
        case .string(let text): text
        case .integer(let integer): String(integer)
        case .number(let number): number.isFinite ? String(number) : nil
        case .boolean(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}

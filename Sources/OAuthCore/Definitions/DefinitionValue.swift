/// A field of a definition as a script wrote it: already out of Lua, not yet checked.
public indirect enum DefinitionValue: Sendable, Equatable {
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    /// `secret "NAME"`: read only when the connection is used.
    case secret(String)
    case list([DefinitionValue])
    case table([String: DefinitionValue])

    /// What error messages call it.
    var kindName: String {
        switch self {
        case .boolean: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .secret: "a secret"
        case .list: "a list"
        case .table: "a table"
        }
    }

    /// Lua's `{}` is a list and a table at once.
    var isEmptyTable: Bool { self == .list([]) || self == .table([:]) }
}

extension JSONValue {
    /// The same as JSON; a secret, which no JSON field takes, is null.
    init(_ value: DefinitionValue) {
        self =
            switch value {
            case .boolean(let flag): .boolean(flag)
            case .integer(let integer): .integer(integer)
            case .number(let number): .number(number)
            case .string(let text): .string(text)
            case .secret: .null
            case .list(let items): .array(items.map(JSONValue.init))
            case .table(let fields): .object(fields.mapValues(JSONValue.init))
            }
    }
}

extension DefinitionValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
}

extension DefinitionValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: DefinitionValue...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, DefinitionValue)...) {
        self = .table(Dictionary(elements) { _, last in last })
    }
}

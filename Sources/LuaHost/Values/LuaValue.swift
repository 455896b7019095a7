/// A Lua value outside of Lua. Functions, coroutines and userdata never leave it.
///
/// A table is either a list (keys 1 to n) or has names; an empty one is a `table`, unless it is marked as a list
/// (`json.array`, a decoded `[]`). Strings are bytes: Lua does not promise UTF-8.
public indirect enum LuaValue: Sendable, Equatable {
    case `nil`
    /// JSON's null, which a Lua table can hold where nil cannot.
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string([UInt8])
    case list([LuaValue])
    case table([String: LuaValue])
}

extension LuaValue {
    public static func text(_ text: some StringProtocol) -> LuaValue { .string(Array(text.utf8)) }

    /// The string, with invalid UTF-8 repaired; nil for anything else.
    public var text: String? {
        if case .string(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    public var bytes: [UInt8]? {
        if case .string(let bytes) = self { bytes } else { nil }
    }

    public var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// An integer, or a float that is one (Lua's `3.0`).
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The items; an empty table is an empty list too.
    public var list: [LuaValue]? {
        switch self {
        case .list(let items): items
        case .table(let fields) where fields.isEmpty: []
        default: nil
        }
    }

    /// The named fields; an empty list has none either.
    public var table: [String: LuaValue]? {
        switch self {
        case .table(let fields): fields
        case .list(let items) where items.isEmpty: [:]
        default: nil
        }
    }

    /// A named field of a table; nil if there is none.
    public subscript(_ name: String) -> LuaValue? {
        if case .table(let fields) = self { fields[name] } else { nil }
    }

    /// What Lua's `type` says, for messages.
    public var typeName: String {
        switch self {
        case .nil: "nil"
        case .null: "null"
        case .boolean: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .list, .table: "table"
        }
    }
}

extension LuaValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(arrayLiteral elements: LuaValue...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, LuaValue)...) {
        self = .table(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}

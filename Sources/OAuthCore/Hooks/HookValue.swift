/// What goes into a hook and comes out of it. Secrets pass through as ``hidden(_:)``: a hook can move and combine them
/// without ever seeing one.
public indirect enum HookValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case hidden(Redacted<String>)
    case list([HookValue])
    case table([String: HookValue])
}

extension HookValue {
    /// A field of a table; nil for anything else.
    public subscript(_ name: String) -> HookValue? {
        if case .table(let fields) = self { fields[name] } else { nil }
    }

    /// A visible string; nil for a hidden one.
    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A string, visible or hidden.
    public var secret: Redacted<String>? {
        switch self {
        case .string(let text): Redacted(text)
        case .hidden(let secret): secret
        default: nil
        }
    }

    public var table: [String: HookValue]? {
        switch self {
        case .table(let fields): fields
        case .list(let items) where items.isEmpty: [:]  // an empty table of Lua is either
        default: nil
        }
    }
}

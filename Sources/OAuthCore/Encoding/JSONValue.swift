/// A JSON value (RFC 8259) as small documents of providers need it.
///
/// Read by hand rather than by `JSONDecoder`, which takes a second for 500 nested arrays (its errors carry the path, so
/// trying types is quadratic) and refuses a whole document for one number beyond its range.
public enum JSONValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// Also integers beyond 64 bits; infinite where even that is not enough.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// nil for what is not JSON or is nested deeper than ``depthLimit``.
    public init?(_ bytes: some Collection<UInt8>) {
        var parser = JSONParser(Array(bytes))
        guard let value = parser.document() else { return nil }
        self = value
    }

    public static let depthLimit = 64

    public subscript(_ key: String) -> JSONValue? {
        if case .object(let fields) = self { fields[key] } else { nil }
    }

    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}

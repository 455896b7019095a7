/// What a `Content-Type` field says (RFC 9110 §8.3).
public struct MediaType: Sendable, Equatable {
    /// In lower case: `text/csv`. Empty where the field has none.
    public var essence: String
    /// By their names in lower case; of a name that comes twice, the first.
    public var parameters: [String: String]

    /// Of a field that is not as it should be, what can be read of it.
    public init(_ field: String) {
        var rest = Substring(field)
        essence = rest.prefix { $0 != ";" }.trimmed.lowercased()
        parameters = [:]
        rest = rest.dropFirst(rest.prefix { $0 != ";" }.count)
        while !rest.isEmpty {
            rest = rest.dropFirst().drop { $0.isSpace }
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            let value = Self.value(&rest)
            let key = name.trimmed.lowercased()
            if !key.isEmpty, parameters[key] == nil { parameters[key] = value }
        }
    }

    /// Reads `=token` or `="quoted"`, up to the next semicolon.
    private static func value(_ rest: inout Substring) -> String {
        rest = rest.dropFirst().drop { $0.isSpace }
        guard rest.first == "\"" else {
            let token = rest.prefix { $0 != ";" }
            rest = rest.dropFirst(token.count)
            return token.trimmed
        }
        rest = rest.dropFirst()
        var value = ""
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", let escaped = rest.popFirst() {
                value.append(escaped)
            } else {
                value.append(character)
            }
        }
        rest = rest.drop { $0 != ";" }
        return value
    }
}

extension Character {
    fileprivate var isSpace: Bool { self == " " || self == "\t" }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = drop { $0.isSpace }
        while text.last?.isSpace == true { text.removeLast() }
        return String(text)
    }
}

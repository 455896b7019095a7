import LuaHost
import OAuthCore

/// Names and values of a query, a form or headers as scripts write them: `{ a = 1, b = { "x", "y" } }`.
enum QueryValues {
    /// The values of one name: a scalar is one, a list repeats the name, `false` and null are none.
    static func texts(_ value: LuaValue, of name: String) throws(OAuthError) -> [String] {
        switch value {
        case .nil, .null, .boolean(false): return []
        case .boolean(true): return ["true"]
        case .integer(let value): return [String(value)]
        case .number(let value): return [String(value)]
        case .string:
            guard let text = value.validText else { throw OAuthError(.config, "'\(name)' is not valid UTF-8") }
            return [text]
        case .list(let values):
            var texts: [String] = []
            for value in values { texts += try self.texts(value, of: name) }
            return texts
        case .table: throw OAuthError(.config, "'\(name)' is a table, where a string, a number or a list is expected")
        }
    }

    /// In the order of the names, so that the same script sends the same bytes each time. A list of `{ name, value }`
    /// pairs keeps its own order.
    static func parameters(_ value: LuaValue?) throws(OAuthError) -> [Parameter] {
        var parameters: [Parameter] = []
        switch value {
        case .table(let fields)?:
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                for text in try texts(value, of: name) { parameters.append(Parameter(name, text)) }
            }
        case .list(let pairs)?:
            for pair in pairs {
                guard case .list(let pair) = pair, pair.count == 2, let name = pair[0].text else {
                    throw OAuthError(.config, "a list of parameters holds pairs: { { \"name\", \"value\" }, … }")
                }
                for text in try texts(pair[1], of: name) { parameters.append(Parameter(name, text)) }
            }
        default: break
        }
        return parameters
    }
}

import LuaHost
import OAuthCore

extension DefinitionValue {
    /// What a script wrote in a definition, out of Lua's hands.
    /// - Parameter path: where the value stands, for the error's words.
    init(_ value: LuaValue, at path: String) throws(OAuthError) {
        switch value {
        case .boolean(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string:
            guard let text = value.validText else { throw OAuthError(.config, "\(path) is not valid UTF-8") }
            self = .string(text)
        case .list(let values):
            var list: [DefinitionValue] = []
            for (index, value) in values.enumerated() {
                list.append(try DefinitionValue(value, at: "\(path)[\(index + 1)]"))
            }
            self = .list(list)
        case .table(let fields):
            switch SecretExpression(value) {
            case .named(let name): self = .secret(name)
            case nil: self = .table(try Self.fields(fields, at: path))
            default:
                throw OAuthError(
                    .config, "\(path) is a computed secret, and a definition takes secret \"NAME\"",
                    advice: "Compute it in a hook: hooks = { token_request = function(request) … end }")
            }
        case .nil, .null: throw OAuthError(.config, "\(path) is null", advice: "Leave the field out instead")
        }
    }

    static func fields(
        _ fields: [String: LuaValue], at path: String
    ) throws(OAuthError) -> [String: DefinitionValue] {
        var result: [String: DefinitionValue] = [:]
        for (name, value) in fields {
            result[name] = try DefinitionValue(value, at: path.isEmpty ? "'\(name)'" : "\(path).\(name)")
        }
        return result
    }
}

extension LuaValue {
    /// The same for Lua; a secret, which is no data, is nothing.
    public init(_ value: DefinitionValue) {
        self =
            switch value {
            case .boolean(let flag): .boolean(flag)
            case .integer(let integer): .integer(integer)
            case .number(let number): .number(number)
            case .string(let text): .text(text)
            case .secret: .nil
            case .list(let items): .list(items.map(LuaValue.init))
            case .table(let fields): .table(fields.mapValues(LuaValue.init))
            }
    }
}

enum Secret {
    /// The only field of the table that stands for `secret "NAME"` in Lua; see Modules/secret.lua.
    static let marker = "$secret"
}

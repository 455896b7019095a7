import LuaHost
import OAuthCore

/// Takes the values of one call into Lua and out again. Secrets stay behind: Lua gets numbers.
struct HookCrossing {
    private var hidden: [Int64: Redacted<String>] = [:]

    /// - Parameter last: the last number that was given away, in any call.
    mutating func lua(_ value: HookValue, numberingAfter last: inout Int64) -> LuaValue {
        switch value {
        case .null: return .null
        case .boolean(let value): return .boolean(value)
        case .integer(let value): return .integer(value)
        case .number(let value): return .number(value)
        case .string(let text): return .text(text)
        case .hidden(let secret):
            last += 1
            hidden[last] = secret
            return .table([Secret.marker: .integer(last)])
        case .list(let items):
            var result: [LuaValue] = []
            for item in items { result.append(lua(item, numberingAfter: &last)) }
            return .list(result)
        case .table(let fields):
            var result: [String: LuaValue] = [:]
            // A provider that sends our mark must not get what it stands for. JSON's null is no field, as Lua has it.
            for (name, value) in fields where name != Secret.marker && value != .null {
                result[name] = lua(value, numberingAfter: &last)
            }
            return .table(result)
        }
    }

    /// What a hook returned.
    /// - Throws: ``SecretProblem``; what looking up a secret throws.
    func hookValue(
        _ value: LuaValue, secrets: any SecretSource, conceal: (Redacted<String>) -> Void
    ) throws -> HookValue {
        if let expression = SecretExpression(value) {
            let bytes = try expression.bytes(hidden: hidden, source: secrets)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw SecretProblem("computes a secret that is not text: use secret.hex or secret.base64")
            }
            conceal(Redacted(text))
            return .hidden(Redacted(text))
        }
        switch value {
        case .nil, .null: return .null
        case .boolean(let value): return .boolean(value)
        case .integer(let value): return .integer(value)
        case .number(let value): return .number(value)
        case .string:
            guard let text = value.validText else { throw SecretProblem("returned text that is not UTF-8") }
            return .string(text)
        case .list(let items):
            return .list(try items.map { try hookValue($0, secrets: secrets, conceal: conceal) })
        case .table(let fields):
            return .table(try fields.mapValues { try hookValue($0, secrets: secrets, conceal: conceal) })
        }
    }
}

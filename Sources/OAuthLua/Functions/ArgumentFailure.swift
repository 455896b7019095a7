import LuaHost

/// A script called a function with something it cannot take. Becomes a plain Lua error with the caller's position.
struct ArgumentFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension [LuaValue] {
    func bytes(_ index: Int, _ function: String) throws -> [UInt8] {
        switch indices.contains(index) ? self[index] : .nil {
        case .string(let bytes): return bytes
        case .integer(let value): return [UInt8](String(value).utf8)
        case .number(let value): return [UInt8](String(value).utf8)
        case let other:
            throw ArgumentFailure("\(function): argument \(index + 1) must be a string, not \(other.typeName)")
        }
    }

    func text(_ index: Int, _ function: String) throws -> String {
        guard let text = String(validating: try bytes(index, function), as: UTF8.self) else {
            throw ArgumentFailure("\(function): argument \(index + 1) is not valid UTF-8")
        }
        return text
    }
}

extension LuaValue {
    /// The string if it is valid UTF-8; `text` would repair it.
    var validText: String? { bytes.flatMap { String(validating: $0, as: UTF8.self) } }
}

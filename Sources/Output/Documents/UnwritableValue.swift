import LuaHost
import OAuthCore

/// What keeps a value from being written as a document, found before the first byte is written.
struct UnwritableValue: Equatable {
    /// Deeper nesting than this is refused: readers of JSON stop at a few hundred to a thousand levels, too.
    static let depthLimit = 1000

    /// Where it is, as a script would write it: `result[3].name`.
    var path: String
    var reason: String

    static func first(in value: LuaValue) -> UnwritableValue? { find(in: value, depth: 0).map(named) }

    /// In rows that come after `count` others.
    static func first(in rows: [LuaValue], after count: Int) -> UnwritableValue? {
        for (index, row) in rows.enumerated() {
            guard let (steps, reason) = find(in: row, depth: 1) else { continue }
            return named(steps: steps + ["[\(count + index + 1)]"], reason: reason)
        }
        return nil
    }

    private static func named(steps: [String], reason: String) -> UnwritableValue {
        // A path as deep as the limit helps nobody.
        let path = steps.reversed().prefix(20).joined() + (steps.count > 20 ? "…" : "")
        return UnwritableValue(path: "result" + path, reason: reason)
    }

    func error(format: OutputFormat) -> OAuthError {
        OAuthError(
            .decode, "the result cannot be written as \(format == .csv ? "CSV" : "JSON"): \(path) \(reason)",
            advice: "change the value in the script, or look at it with `--output table`")
    }

    /// The steps come innermost first.
    private static func find(in value: LuaValue, depth: Int) -> (steps: [String], reason: String)? {
        switch value {
        case .nil, .null, .boolean, .integer: return nil
        case .number(let number):
            return number.isFinite ? nil : ([], "is \(number.isNaN ? "not a number (NaN)" : "infinite")")
        case .string(let bytes):
            return String(validating: bytes, as: UTF8.self) == nil ? ([], "is not valid UTF-8") : nil
        case .list, .table:
            if depth == depthLimit { return ([], "is nested more than \(depthLimit) levels deep") }
        }
        if case .list(let elements) = value {
            for (index, element) in elements.enumerated() {
                if let (steps, reason) = find(in: element, depth: depth + 1) {
                    return (steps + ["[\(index + 1)]"], reason)
                }
            }
        } else if case .table(let fields) = value {
            for key in fields.keys.sorted() {
                if let element = fields[key], let (steps, reason) = find(in: element, depth: depth + 1) {
                    return (steps + [step(key)], reason)
                }
            }
        }
        return nil
    }

    private static func step(_ key: String) -> String {
        let isName = !key.isEmpty && key.utf8.allSatisfy { isNameByte($0) } && !(0x30...0x39).contains(key.utf8.first!)
        return isName ? ".\(key)" : "[\"\(VisibleText.escape(key))\"]"
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        default: false
        }
    }
}

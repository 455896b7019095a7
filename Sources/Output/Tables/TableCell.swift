import LuaHost
import OAuthCore

/// One value as a table shows it: on one line, with nothing in it that a terminal would obey.
struct TableCell {
    let text: String
    let isNumber: Bool
    let isEmpty: Bool

    /// Absent values and `null` are blank, nested values compact JSON, bytes that are not UTF-8 U+FFFD.
    init(_ value: LuaValue?) {
        text = VisibleText.escape(Self.plain(value))
        isEmpty = text.isEmpty
        isNumber =
            switch value {
            case .some(.integer), .some(.number): true
            default: false
            }
    }

    private static func plain(_ value: LuaValue?) -> String {
        switch value {
        case nil, .some(.nil), .some(.null): return ""
        case .some(.boolean(let flag)): return flag ? "true" : "false"
        case .some(.integer(let number)): return String(number)
        case .some(.number(let number)): return number.description
        case .some(.string(let bytes)): return String(decoding: bytes, as: UTF8.self)
        case .some(let nested):
            var writer = ByteWriter()
            // A writer without a sink has nothing that could fail.
            try? JSONText(repairsText: true).append(nested, to: &writer)
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }
}

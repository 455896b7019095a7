import LuaHost
import OAuthCore

/// One value as a table shows it.
struct TableCell {
    /// As it is, in as many lines as it has.
    let source: String
    let isNumber: Bool

    /// On one line, with nothing in it that a terminal would obey.
    var text: String { VisibleText.escape(source) }
    var isEmpty: Bool { source.isEmpty }

    /// Absent values and `null` are blank, nested values compact JSON, bytes that are not UTF-8 U+FFFD.
    init(_ value: LuaValue?, type: RowColumn.Kind? = nil) {
        let cell = CellValue(value, type: type)
        source = String(decoding: cell.bytes, as: UTF8.self)
        isNumber =
            switch cell {
            case .integer, .number: true
            default: false
            }
    }
}

extension RowColumn.Kind {
    /// Whether its values are aligned at the right.
    var isNumeric: Bool { self == .integer || self == .number }
}

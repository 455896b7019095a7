import LuaHost
import OAuthCore

extension Renderer {
    /// As ``writeTable``, for pages that a browser shows. Returns notes for stderr.
    func writeMarkdown(_ value: LuaValue, to writer: inout ByteWriter) throws -> [String] {
        switch value {
        case .list(let rows): return try writeMarkdownRows(Records(rows: rows, columns: shape?.columns), to: &writer)
        case .table(let fields):
            return try writeMarkdownRows(Records(pairs: fields, columns: shape?.columns), to: &writer)
        default:
            _ = try writeTable(value, to: &writer)
            return []
        }
    }

    private func writeMarkdownRows(_ records: Records, to writer: inout ByteWriter) throws -> [String] {
        guard !records.columns.isEmpty else { return ["no rows"] }
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        writer.write(line(records.columns.map { MarkdownText.escape($0.title) }))
        writer.write(line(records.columns.map { isNumeric($0, in: records) ? "---:" : "---" }))
        for row in records.rows {
            writer.write(
                line(
                    records.columns.map {
                        MarkdownText.escape(TableCell(Records.value(of: $0.name, in: row), type: $0.type).source)
                    }))
            try writer.spill()
        }
        return records.rows.isEmpty ? ["no rows"] : []
    }

    /// By the column's type, else by what is in it.
    private func isNumeric(_ column: RowColumn, in records: Records) -> Bool {
        if let type = column.type { return type.isNumeric }
        let cells = records.rows.map { TableCell(Records.value(of: column.name, in: $0)) }.filter { !$0.isEmpty }
        return !cells.isEmpty && cells.allSatisfy(\.isNumber)
    }
}

/// Text in a cell of a Markdown table, where it is to mean nothing but itself.
enum MarkdownText {
    private static let meaningful: Set<Character> = ["\\", "|", "`", "*", "_", "[", "~"]

    /// Lines become `<br>`, other control characters visible.
    static func escape(_ text: String) -> String {
        VisibleText.escape(text, keepingLines: true).reduce(into: "") { result, character in
            switch character {
            case "\n", "\r\n": result += "<br>"
            case "\t": result += " "
            case "<": result += "&lt;"
            case "&": result += "&amp;"
            case let character where meaningful.contains(character): result += "\\" + String(character)
            default: result.append(character)
            }
        }
    }
}

import LuaHost
import OAuthCore

extension Renderer {
    /// Lists become rows, a table its keys and values, anything else a plain line. Returns notes for stderr.
    func writeTable(_ value: LuaValue, to writer: inout ByteWriter) throws -> [String] {
        switch value {
        case .list(let rows):
            return try writeRows(Records(rows: rows, columns: shape?.columns), to: &writer)
        case .table(let fields):
            return try writeRows(Records(pairs: fields, columns: shape?.columns), to: &writer)
        case .string(let bytes):
            // A text of several lines is a report, not a cell.
            let text = VisibleText.escape(String(decoding: bytes, as: UTF8.self), keepingLines: true)
            writer.write(text.hasSuffix("\n") ? text : text + "\n")
        case .null: writer.write("null\n")
        default: writer.write(TableCell(value).text + "\n")
        }
        return []
    }

    private func writeRows(_ records: Records, to writer: inout ByteWriter) throws -> [String] {
        guard !records.rows.isEmpty, !records.columns.isEmpty else { return ["no rows"] }
        let columns = records.columns.map { measure($0, of: records) }
        let layout = TableLayout(columns, width: width)
        let shown = Array(zip(records.columns, zip(columns, layout.widths)))

        func line(_ cell: (RowColumn) -> String, heading: Bool = false) -> String {
            var line = ""
            for (index, (named, (column, width))) in shown.enumerated() {
                let text = DisplayWidth.cut(cell(named), to: width)
                let blank = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
                if index > 0 { line += String(repeating: " ", count: TableLayout.gap) }
                let isLast = index == shown.count - 1
                let padded = column.isNumeric ? blank + text : isLast && !heading ? text : text + blank
                line += heading ? TextStyle.heading.applied(to: padded, isOn: true) : padded
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }

        writer.write(line({ VisibleText.escape($0.title) }, heading: isStyled))
        if !isStyled {
            let rules = layout.widths.map { String(repeating: "-", count: $0) }
            writer.write(rules.joined(separator: String(repeating: " ", count: TableLayout.gap)) + "\n")
        }
        for row in records.rows {
            writer.write(line { TableCell(Records.value(of: $0.name, in: row), type: $0.type).text })
            try writer.spill()
        }
        return hiddenColumns(records.columns.dropFirst(shown.count).map(\.title))
    }

    /// What the column would take if there were room; counting stops past the terminal's width.
    private func measure(_ named: RowColumn, of records: Records) -> TableLayout.Column {
        let limit = width ?? .max
        let label = DisplayWidth.of(VisibleText.escape(named.title))
        var column = TableLayout.Column(name: label, content: 0, isNumeric: true)
        for row in records.rows {
            let cell = TableCell(Records.value(of: named.name, in: row), type: named.type)
            if cell.isEmpty { continue }
            column.isNumeric = column.isNumeric && cell.isNumber
            if column.content <= limit {
                column.content = max(column.content, DisplayWidth.of(cell.text, limit: limit))
            }
        }
        column.isNumeric = named.type.map(\.isNumeric) ?? (column.isNumeric && column.content > 0)
        return column
    }

    private func hiddenColumns(_ names: [String]) -> [String] {
        guard !names.isEmpty else { return [] }
        let listed = names.prefix(8).map { VisibleText.escape($0) } + (names.count > 8 ? ["…"] : [])
        let count = "\(names.count) more column\(names.count == 1 ? "" : "s")"
        return ["\(count): \(listed.joined(separator: ", ")); use `--wide` or `--output json` to see everything"]
    }
}

extension Records {
    /// A table as its keys and values; `columns` are the keys to show.
    init(pairs fields: [String: LuaValue], columns: [RowColumn]?) {
        let keys = columns?.map(\.name) ?? fields.keys.sorted()
        self.init(
            rows: keys.map { ["key": .text($0), "value": fields[$0] ?? .nil] },
            columns: [RowColumn(name: "key"), RowColumn(name: "value")])
    }
}

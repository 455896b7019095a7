import LuaHost

/// Records as RFC 4180 has them: CR LF after every line, fields quoted where needed.
struct CSVText {
    /// Whether text that a spreadsheet would take for a formula gets an apostrophe before it.
    var guardsFormulas = false

    /// The columns' names.
    func appendHeader(_ columns: [RowColumn], to writer: inout ByteWriter) {
        appendRecord(columns.map { guarded(Array($0.name.utf8)) }, to: &writer)
    }

    /// `null` and what is absent are empty; nested values are compact JSON.
    func appendRow(_ row: LuaValue, _ columns: [RowColumn], to writer: inout ByteWriter) {
        let fields = columns.map { column in
            let cell = CellValue(Records.value(of: column.name, in: row), type: column.type)
            return if case .text(let bytes) = cell { guarded(bytes) } else { cell.bytes }
        }
        appendRecord(fields, to: &writer)
    }

    /// What a spreadsheet takes for the beginning of a formula, full-width forms included.
    private static let formulaStarts = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"].map { Array($0.utf8) }

    private func guarded(_ text: [UInt8]) -> [UInt8] {
        guard guardsFormulas, Self.formulaStarts.contains(where: text.starts(with:)) else { return text }
        return [UInt8(ascii: "'")] + text
    }

    private func appendRecord(_ fields: [[UInt8]], to writer: inout ByteWriter) {
        // A lone empty field would be an empty line, which readers skip.
        if fields.count == 1, fields[0].isEmpty {
            writer.write("\"\"\r\n")
            return
        }
        for (index, field) in fields.enumerated() {
            if index > 0 { writer.write(UInt8(ascii: ",")) }
            appendField(field, to: &writer)
        }
        writer.write("\r\n")
    }

    private func appendField(_ field: [UInt8], to writer: inout ByteWriter) {
        guard field.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
            writer.write(field)
            return
        }
        writer.write(0x22)
        for byte in field {
            if byte == 0x22 { writer.write(0x22) }
            writer.write(byte)
        }
        writer.write(0x22)
    }
}

import LuaHost

extension Renderer {
    /// RFC 4180: a header line, CR LF after every line, fields quoted where needed. A single table is one record.
    /// `null` and what is absent are empty; nested values are compact JSON.
    func writeCSV(_ value: LuaValue, to writer: inout ByteWriter) throws {
        let rows = if case .list(let elements) = value { elements } else { [value] }
        let records = Records(rows: rows, columns: columns)
        // An empty list has a header only if someone said what the columns are.
        guard !records.columns.isEmpty else { return }
        writeRecord(records.columns.map { Array($0.utf8) }, to: &writer)
        for row in records.rows {
            writeRecord(try records.columns.map { try field(Records.value(of: $0, in: row)) }, to: &writer)
            try writer.spill()
        }
    }

    private func field(_ value: LuaValue?) throws -> [UInt8] {
        switch value {
        case nil, .some(.nil), .some(.null): return []
        case .some(.string(let bytes)): return bytes
        case .some(let other):
            var text = ByteWriter()
            try JSONText().append(other, to: &text)
            return text.bytes
        }
    }

    private func writeRecord(_ fields: [[UInt8]], to writer: inout ByteWriter) {
        // A lone empty field would be an empty line, which readers skip.
        if fields.count == 1, fields[0].isEmpty {
            writer.write("\"\"\r\n")
            return
        }
        for (index, field) in fields.enumerated() {
            if index > 0 { writer.write(UInt8(ascii: ",")) }
            writeField(field, to: &writer)
        }
        writer.write("\r\n")
    }

    private func writeField(_ field: [UInt8], to writer: inout ByteWriter) {
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

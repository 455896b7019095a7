import LuaHost

/// Lua values as JSON text (RFC 8259): keys sorted, integers as integers, floats as the shortest text that reads back
/// as the same number (1.0 stays `1.0`).
struct JSONText {
    /// Whether bytes that are not UTF-8 become U+FFFD. Off where ``UnwritableValue`` has been asked before.
    var repairsText = false

    /// Writes `value` on one line.
    func append(_ value: LuaValue, to writer: inout ByteWriter) throws {
        switch value {
        case .nil, .null: writer.write("null")
        case .boolean(let flag): writer.write(flag ? "true" : "false")
        case .integer(let number): writer.write(String(number))
        case .number(let number): writer.write(number.isFinite ? number.description : "null")
        case .string(let bytes): appendString(bytes, to: &writer)
        case .list(let elements):
            writer.write(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { writer.write(UInt8(ascii: ",")) }
                try append(element, to: &writer)
                try writer.spill()
            }
            writer.write(UInt8(ascii: "]"))
        case .table(let fields):
            writer.write(UInt8(ascii: "{"))
            for (index, key) in fields.keys.sorted().enumerated() {
                if index > 0 { writer.write(UInt8(ascii: ",")) }
                JSONString.append(Array(key.utf8), to: &writer)
                writer.write(UInt8(ascii: ":"))
                try append(fields[key] ?? .null, to: &writer)
                try writer.spill()
            }
            writer.write(UInt8(ascii: "}"))
        }
    }

    private func appendString(_ bytes: [UInt8], to writer: inout ByteWriter) {
        if repairsText {
            JSONString.append(Array(String(decoding: bytes, as: UTF8.self).utf8), to: &writer)
        } else {
            JSONString.append(bytes, to: &writer)
        }
    }
}

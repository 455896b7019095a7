import OAuthCore

/// A JSON string literal (RFC 8259 §7).
///
/// Beyond what the RFC asks, everything that ``VisibleText`` spells out is escaped: the value stays the same, and a
/// document shown on a terminal cannot steer it.
enum JSONString {
    static func append(_ bytes: [UInt8], to writer: inout ByteWriter) {
        writer.write(UInt8(ascii: "\""))
        var start = 0
        var index = 0
        while index < bytes.count {
            guard let (length, escape) = escape(at: index, in: bytes) else {
                index += 1
                continue
            }
            writer.write(bytes[start..<index])
            writer.write(escape)
            index += length
            start = index
        }
        writer.write(bytes[start...])
        writer.write(UInt8(ascii: "\""))
    }

    private static func escape(at index: Int, in bytes: [UInt8]) -> (length: Int, text: String)? {
        func next(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }
        switch bytes[index] {
        case UInt8(ascii: "\""): return (1, "\\\"")
        case UInt8(ascii: "\\"): return (1, "\\\\")
        case 0x0A: return (1, "\\n")
        case 0x0D: return (1, "\\r")
        case 0x09: return (1, "\\t")
        case 0x08: return (1, "\\b")
        case 0x0C: return (1, "\\f")
        case let byte where byte < 0x20 || byte == 0x7F: return (1, unicode(UInt16(byte)))
        case 0xC2 where (0x80...0x9F).contains(next(1)): return (2, unicode(UInt16(next(1))))
        case 0xE2 where next(1) == 0x80 && (0xA8...0xAE).contains(next(2)):
            return (3, unicode(0x2000 + UInt16(next(2) & 0x3F)))
        case 0xE2 where next(1) == 0x81 && (0xA6...0xA9).contains(next(2)):
            return (3, unicode(0x2040 + UInt16(next(2) & 0x3F)))
        default: return nil
        }
    }

    private static func unicode(_ value: UInt16) -> String {
        let digits = String(value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

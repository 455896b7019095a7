/// UTF-16 (RFC 2781) as UTF-8.
enum UTF16Text {
    /// Without a byte order mark at its start.
    static func decode(_ bytes: [UInt8], littleEndian: Bool) throws(Charset.Failure) -> [UInt8] {
        let low = littleEndian ? 0 : 1
        func unit(_ offset: Int) -> UInt32 { UInt32(bytes[offset + low]) | UInt32(bytes[offset + 1 - low]) << 8 }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 2 + bytes.count / 8 + 64)
        var offset = bytes.count >= 2 && unit(0) == 0xFEFF ? 2 : 0
        while offset < bytes.count {
            guard offset + 2 <= bytes.count else { throw Charset.Failure(offset: offset) }
            let first = unit(offset)
            guard 0xD800...0xDFFF ~= first else {
                append(first, to: &text)
                offset += 2
                continue
            }
            guard first < 0xDC00, offset + 4 <= bytes.count, 0xDC00...0xDFFF ~= unit(offset + 2) else {
                throw Charset.Failure(offset: offset)
            }
            append(0x10000 + (first - 0xD800) << 10 + (unit(offset + 2) - 0xDC00), to: &text)
            offset += 4
        }
        return text
    }

    /// Appends a code point that is no surrogate.
    @inline(__always)
    static func append(_ point: UInt32, to text: inout [UInt8]) {
        switch point {
        case ..<0x80: text.append(UInt8(point))
        case ..<0x800:
            text.append(UInt8(0xC0 | point >> 6))
            text.append(UInt8(0x80 | point & 0x3F))
        case ..<0x10000:
            text.append(UInt8(0xE0 | point >> 12))
            text.append(UInt8(0x80 | point >> 6 & 0x3F))
            text.append(UInt8(0x80 | point & 0x3F))
        default:
            text.append(UInt8(0xF0 | point >> 18))
            text.append(UInt8(0x80 | point >> 12 & 0x3F))
            text.append(UInt8(0x80 | point >> 6 & 0x3F))
            text.append(UInt8(0x80 | point & 0x3F))
        }
    }
}

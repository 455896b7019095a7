/// The charsets that bodies are read in.
public enum Charset: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    /// By its byte order mark; without one see ``decode(_:)``.
    case utf16 = "UTF-16"
    case utf16BE = "UTF-16BE"
    case utf16LE = "UTF-16LE"
    /// Each byte is the code point of the same number, 0x80 to 0x9F too: it is not taken for windows-1252.
    case iso88591 = "ISO-8859-1"
    case windows1252 = "windows-1252"
    case usASCII = "US-ASCII"

    /// By IANA's name or a usual alias, in any case. nil: not one of ours.
    public init?(name: String) {
        switch name.lowercased() {
        case "utf-8", "utf8", "unicode-1-1-utf-8": self = .utf8
        case "utf-16", "utf16", "unicode", "ucs-2", "iso-10646-ucs-2": self = .utf16
        case "utf-16be": self = .utf16BE
        case "utf-16le": self = .utf16LE
        case "iso-8859-1", "iso8859-1", "iso_8859-1", "iso_8859-1:1987", "latin1", "latin-1", "l1": self = .iso88591
        case "windows-1252", "cp1252", "x-cp1252": self = .windows1252
        case "us-ascii", "ascii", "iso646-us", "ansi_x3.4-1968": self = .usASCII
        default: return nil
        }
    }

    /// What a `Content-Type` field says. nil: nothing, or one that is not ours.
    public init?(contentType field: String) {
        guard let name = MediaType(field).parameters["charset"] else { return nil }
        self.init(name: name)
    }

    /// What a byte order mark says, which counts more than what a header says.
    public init?(byteOrderMarkOf bytes: [UInt8]) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            self = .utf8
        } else if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
            self = .utf16
        } else {
            return nil
        }
    }

    /// Of a text that begins so: UTF-16 is that of its byte order.
    ///
    /// Without a mark it is big-endian (RFC 2781 §4.3), unless its first character can only be an ASCII one in little-endian.
    public func resolved(by start: [UInt8]) -> Charset {
        guard self == .utf16, start.count >= 2 else { return self }
        return start.starts(with: [0xFF, 0xFE]) || (start[0] != 0 && start[1] == 0) ? .utf16LE : .utf16BE
    }

    /// The place behind the last line feed of a text of whole lines and the beginning of another; 0 where there is none. Of
    /// UTF-16 that is a whole unit: the byte 0x0A is part of other characters, too.
    /// - Parameter start: what stands before it was searched.
    public func endOfLastLine(in text: [UInt8], from start: Int = 0) -> Int {
        let low: Int
        switch self {
        case .utf16LE: low = 0
        case .utf16, .utf16BE: low = 1
        default: return text[start...].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        }
        var unit = text.count & ~1
        while unit - 2 >= start & ~1 {
            unit -= 2
            if text[unit + low] == 0x0A, text[unit + 1 - low] == 0 { return unit + 2 }
        }
        return 0
    }

    /// Bytes that are not of the charset they are said to be of.
    public struct Failure: Error, Equatable {
        /// Of the first such byte, from 0.
        public var offset: Int
    }

    /// The text as UTF-8, without a byte order mark where that is UTF-16's. nil: the bytes are UTF-8 as they are, if they
    /// are of this charset; of UTF-8 itself that is not looked at. UTF-16 is ``resolved(by:)`` by the text itself.
    public func decode(_ bytes: [UInt8]) throws(Failure) -> [UInt8]? {
        switch self {
        case .utf8: return nil
        case .usASCII:
            if let offset = bytes.firstIndex(where: { $0 >= 0x80 }) { throw Failure(offset: offset) }
            return nil
        case .iso88591: return try Self.decode(bytes) { UInt16($0) }
        case .windows1252:
            return try Self.decode(bytes) { $0 < 0x80 || $0 > 0x9F ? UInt16($0) : Self.upper[Int($0) - 0x80] }
        case .utf16BE: return try UTF16Text.decode(bytes, littleEndian: false)
        case .utf16LE: return try UTF16Text.decode(bytes, littleEndian: true)
        case .utf16: return try UTF16Text.decode(bytes, littleEndian: resolved(by: bytes) == .utf16LE)
        }
    }

    /// What 0x80 to 0x9F are in windows-1252; 0: nothing.
    private static let upper: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// Of a charset with ASCII in its lower half and `upper` in its other; that gives 0 for what it does not have.
    private static func decode(_ bytes: [UInt8], upper: (UInt8) -> UInt16) throws(Failure) -> [UInt8]? {
        guard var from = bytes.firstIndex(where: { $0 >= 0x80 }) else { return nil }
        let table = (0x80...0xFF).map { upper(UInt8($0)) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8 + 64)
        text += bytes[..<from]
        while from < bytes.count {
            let byte = bytes[from]
            if byte < 0x80 {
                text.append(byte)
            } else {
                let unit = table[Int(byte) - 0x80]
                if unit == 0 { throw Failure(offset: from) }
                UTF16Text.append(UInt32(unit), to: &text)
            }
            from += 1
        }
        return text
    }
}

import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How a 256-bit key may be written.
enum KeyFormat {
    static let byteCount = 32
    /// Far above every accepted form, so that a wrong file is not read wholly.
    static let sizeLimit = 4096

    /// 32 raw bytes, 64 hexadecimal digits, or the Base64 of 32 bytes (white space around the text is ignored); nil for
    /// anything else. 32 printable characters are refused: they are half a hexadecimal key or a password, not a key.
    static func read(_ bytes: [UInt8]) -> Redacted<[UInt8]>? {
        let text = trimmed(bytes)
        if bytes.count == byteCount, !text.allSatisfy({ (0x20..<0x7f).contains($0) }) { return Redacted(bytes) }
        return readHex(text) ?? readBase64(text)
    }

    static func write(_ key: Redacted<[UInt8]>) -> Redacted<[UInt8]> {
        key.map { Array((Data($0).base64EncodedString() + "\n").utf8) }
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
        guard let start = bytes.firstIndex(where: { !isSpace($0) }), let end = bytes.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return Array(bytes[start...end])
    }

    private static func readHex(_ text: [UInt8]) -> Redacted<[UInt8]>? {
        guard text.count == 2 * byteCount else { return nil }
        var key: [UInt8] = []
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = Character(UnicodeScalar(text[index])).hexDigitValue,
                let low = Character(UnicodeScalar(text[index + 1])).hexDigitValue
            else { return nil }
            key.append(UInt8(high << 4 | low))
        }
        return Redacted(key)
    }

    /// Both alphabets of RFC 4648, padded or not.
    private static func readBase64(_ text: [UInt8]) -> Redacted<[UInt8]>? {
        let standard = text.filter { $0 != UInt8(ascii: "=") }.map { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
        guard standard.count == 43, let key = Data(base64Encoded: Data(standard + [UInt8(ascii: "=")])) else {
            return nil
        }
        return key.count == byteCount ? Redacted(Array(key)) : nil
    }
}

import Testing

@testable import OAuthCore

@Suite struct CharsetTests {
    private func decode(_ charset: Charset, _ bytes: [UInt8]) throws(Charset.Failure) -> String {
        String(decoding: try charset.decode(bytes) ?? bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("UTF-8", Charset.utf8), ("utf8", .utf8), ("utf-16", .utf16), ("UTF-16LE", .utf16LE), ("UTF-16be", .utf16BE),
        ("ISO-8859-1", .iso88591), ("Latin1", .iso88591), ("windows-1252", .windows1252), ("CP1252", .windows1252),
        ("US-ASCII", .usASCII), ("ascii", .usASCII),
    ])
    func names(name: String, charset: Charset) { #expect(Charset(name: name) == charset) }

    @Test(
        arguments: [
            (.utf8, [0x41, 0x0A, 0x42], 2), (.iso88591, [0x0A, 0x0A], 2), (.utf8, [0x41], 0), (.utf8, [], 0),
            (.utf16LE, [0x0A, 0x00, 0x41], 2), (.utf16BE, [0x00, 0x0A, 0x41], 2), (.utf16, [0x00, 0x0A], 2),
            // U+0A0A, U+410A, U+0A41, and halves of a line feed that belong to two characters.
            (.utf16LE, [0x0A, 0x0A], 0), (.utf16LE, [0x0A, 0x41], 0), (.utf16BE, [0x41, 0x0A], 0),
            (.utf16BE, [0x0A, 0x41], 0), (.utf16LE, [0x41, 0x0A, 0x00, 0x42], 0),
            (.utf16BE, [0x41, 0x00, 0x0A, 0x42], 0),
            (.utf16LE, [0x0A, 0x00, 0x0A], 2), (.utf16LE, [0x0A, 0x00, 0x41, 0x00, 0x0A, 0x00, 0x42, 0x0A], 6),
            (.utf16LE, [0x0A], 0),
        ] as [(Charset, [UInt8], Int)])
    func ends(charset: Charset, bytes: [UInt8], end: Int) {
        #expect(charset.endOfLastLine(in: bytes) == end)
        for start in bytes.indices where start > end { #expect(charset.endOfLastLine(in: bytes, from: start) == 0) }
    }

    @Test(
        arguments: [
            (.utf16, [0xFF, 0xFE], .utf16LE), (.utf16, [0xFE, 0xFF], .utf16BE), (.utf16, [0x41, 0x00], .utf16LE),
            (.utf16, [0x00, 0x41], .utf16BE), (.utf16, [0x41], .utf16), (.utf16BE, [0xFF, 0xFE], .utf16BE),
            (.utf8, [0x41, 0x00], .utf8),
        ] as [(Charset, [UInt8], Charset)])
    func byteOrder(charset: Charset, start: [UInt8], resolved: Charset) {
        #expect(charset.resolved(by: start) == resolved)
    }

    @Test(arguments: ["", "utf-7", "utf-32", "iso-8859-15", "windows-1251", "shift_jis", "utf-8 "])
    func unknownNames(name: String) { #expect(Charset(name: name) == nil) }

    @Test(
        arguments: [
            (Charset.usASCII, [0x41, 0x7F], "A\u{7F}"), (.iso88591, [0x41, 0x80, 0x9F, 0xA4, 0xFF], "A\u{80}\u{9F}¤ÿ"),
            (.windows1252, [0x41, 0x80, 0x99, 0x9F, 0xA4, 0xFF], "A€™Ÿ¤ÿ"), (.iso88591, [], ""), (.utf16, [], ""),
            (.utf16BE, [0, 0x41, 0x20, 0xAC, 0xD8, 0x3C, 0xDF, 0x5C], "A€🍜"),
            (.utf16LE, [0x41, 0, 0xAC, 0x20, 0x3C, 0xD8, 0x5C, 0xDF], "A€🍜"),
            (.utf16, [0xFE, 0xFF, 0, 0x41], "A"), (.utf16, [0xFF, 0xFE, 0x41, 0], "A"),
            (.utf16, [0x41, 0, 0xAC, 0x20], "A€"),
            (.utf16, [0x20, 0xAC, 0, 0x41], "€A"), (.utf16LE, [0xFF, 0xFE, 0x41, 0], "A"),
            (.utf16BE, [0xFE, 0xFF, 0, 0x41], "A"),
            // Each length of UTF-8, at its ends.
            (
                .utf16BE,
                [0, 0x7F, 0, 0x80, 0x07, 0xFF, 0x08, 0, 0xFF, 0xFF, 0xD8, 0, 0xDC, 0, 0xDB, 0xFF, 0xDF, 0xFF],
                "\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}"
            ),
        ] as [(Charset, [UInt8], String)])
    func texts(charset: Charset, bytes: [UInt8], text: String) throws {
        #expect(try decode(charset, bytes) == text)
    }

    @Test(
        arguments: [
            (Charset.usASCII, [0x41, 0x80], 1), (.windows1252, [0x41, 0xE9, 0x81], 2), (.windows1252, [0x9D], 0),
            (.utf16BE, [0, 0x41, 0], 2), (.utf16BE, [0xD8, 0, 0, 0x41], 0), (.utf16BE, [0, 0x41, 0xDC, 0], 2),
            (.utf16LE, [0x41, 0, 0, 0xD8], 2), (.utf16, [0xFE, 0xFF, 0xD8, 0, 0xD8, 0], 2),
        ] as [(Charset, [UInt8], Int)])
    func bytesThatAreNone(charset: Charset, bytes: [UInt8], offset: Int) {
        #expect(throws: Charset.Failure(offset: offset)) { try decode(charset, bytes) }
    }

    /// Nothing is copied where the bytes are UTF-8 already.
    @Test func plainTextStays() throws {
        for charset in [Charset.utf8, .usASCII, .iso88591, .windows1252] {
            #expect(try charset.decode(Array("plain".utf8)) == nil)
        }
    }

    @Test func byteOrderMarks() {
        #expect(Charset(byteOrderMarkOf: [0xEF, 0xBB, 0xBF, 0x41]) == .utf8)
        #expect(Charset(byteOrderMarkOf: [0xFE, 0xFF]) == .utf16)
        #expect(Charset(byteOrderMarkOf: [0xFF, 0xFE, 0x41, 0]) == .utf16)
        #expect(Charset(byteOrderMarkOf: [0xEF, 0xBB]) == nil)
        #expect(Charset(byteOrderMarkOf: []) == nil)
    }
}

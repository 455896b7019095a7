import Foundation
import Testing

@testable import OAuthCore

@Suite struct EncodingTests {
    /// RFC 6749 appendix B, but for `%20` where it has `+`.
    @Test func encodesTheExampleOfRFC6749() {
        #expect(FormEncoding.encode(" %&+£€") == "%20%25%26%2B%C2%A3%E2%82%AC")
        #expect(FormEncoding.decode("v=+%25%26%2B%C2%A3%E2%82%AC") == [Parameter("v", " %&+£€")])
    }

    @Test(
        arguments: [
            ("", []), ("a=1&a=2&b", [("a", "1"), ("a", "2"), ("b", "")]), ("&&a=b=c&", [("a", "b=c")]),
            ("a=%zz%4", [("a", "%zz%4")]), ("a=%ff", [("a", "\u{FFFD}")]), ("%61=%2B+", [("a", "+ ")]),
        ] as [(String, [(String, String)])])
    func decodesForms(text: String, expected: [(String, String)]) {
        #expect(FormEncoding.decode(text) == expected.map { Parameter($0.0, $0.1) })
    }

    @Test(arguments: ["", "~.-_", "a b", "ü€😀", "a\r\nb", "100%", "+", String(repeating: "x&=", count: 1000)])
    func formsSurviveARoundTrip(text: String) {
        #expect(FormEncoding.decode(FormEncoding.encode([Parameter(text, text)])) == [Parameter(text, text)])
    }

    @Test(
        arguments: [
            ([], ""), ([0xFB, 0xFF], "-_8"), ([3, 236, 255, 224, 193], "A-z_4ME"),
        ] as [([UInt8], String)])
    func encodesBase64URL(bytes: [UInt8], expected: String) {
        #expect(Base64URL.encode(bytes) == expected)
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
    ])
    func readsHTTPDates(text: String, seconds: Double) {
        #expect(HTTPDate.parse(text) == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: [
        "", "now", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 99 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
    ])
    func refusesOtherDates(text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }

    @Test(arguments: [
        ("plain", "plain"), ("  ends  ", "ends"), ("red \u{1B}[31m", "red \\u{1B}[31m"), ("a\nb\tc", "a b c"),
        ("abc\u{202E}cba", "abc\\u{202E}cba"), ("zero\u{200B}width", "zero\\u{200B}width"), ("naïve 😀", "naïve 😀"),
        ("\0", "\\0"),
    ])
    func makesTextVisible(text: String, expected: String) {
        #expect(VisibleText.of(text) == expected)
    }

    @Test func cutsLongText() {
        #expect(VisibleText.of(String(repeating: "ab", count: 500), limit: 10) == "ababababab…")
        let zalgo = "a" + String(repeating: "\u{301}", count: 10_000)
        #expect(VisibleText.of(zalgo, limit: 10).unicodeScalars.count < 20)
    }

    @Test(
        arguments: [
            ("scpoe", "scope"), ("Scope", "scope"), ("clientId", "client_id"), ("redirect_url", "redirect_uri"),
            ("tokenurl", "token_url"), ("base-url", "base_url"), ("zzz", nil), ("", nil), ("x", nil),
        ] as [(String, String?)])
    func findsTheNearestName(given: String, expected: String?) {
        #expect(NearestName.of(given, in: ConnectionSchema.fields.map(\.name)) == expected)
    }

    @Test(arguments: [("", "", 0), ("ab", "ba", 1), ("kitten", "sitting", 3), ("abc", "", 3), ("ca", "abc", 3)])
    func measuresEditDistance(first: String, second: String, expected: Int) {
        #expect(NearestName.editDistance(first, second) == expected)
    }
}

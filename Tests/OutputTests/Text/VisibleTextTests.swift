import OAuthCore
import Testing

@testable import Output

@Suite struct VisibleTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"), ("\u{1B}[31mred\u{1B}[0m", "\\u{1B}[31mred\\u{1B}[0m"),
        ("\u{1B}]0;title\u{07}", "\\u{1B}]0;title\\u{7}"), ("\u{9B}2J", "\\u{9B}2J"), ("\u{0}\u{7F}", "\\u{0}\\u{7F}"),
        ("a\u{202E}b\u{2066}c\u{2069}", "a\\u{202E}b\\u{2066}c\\u{2069}"),
        ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
        ("א\u{200F}!", "א\u{200F}!"), ("C:\\new", "C:\\new"), ("a\r\nb", "a\\r\\nb"), ("👨‍👩‍👧", "👨‍👩‍👧"),
    ])
    func onOneLine(_ text: String, is visible: String) {
        #expect(VisibleText.escape(text) == visible)
    }

    @Test(arguments: [
        ("a\nb\tc", "a\nb\tc"), ("a\r\nb\r\n", "a\nb\n"), ("10%\r20%", "10%\\r20%"), ("end\r", "end\\r"),
        ("\r\r\n", "\\r\n"),
        ("x\u{1B}c\ny", "x\\u{1B}c\ny"),
    ])
    func onSeveralLines(_ text: String, is visible: String) {
        #expect(VisibleText.escape(text, keepingLines: true) == visible)
    }

    @Test func nothingActiveOfAllUnicodeIsLeft() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let category = scalar.properties.generalCategory
            guard category == .control || category == .lineSeparator || category == .paragraphSeparator else {
                continue
            }
            let visible = VisibleText.escape(String(scalar))
            #expect(visible.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(String(value, radix: 16))")
        }
    }
}

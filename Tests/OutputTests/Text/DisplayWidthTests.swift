import OAuthCore
import Testing

@testable import Output

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("naïve", 5), ("nai\u{308}ve", 5), ("日本語", 6), ("ｆｕｌｌ", 8), ("ﾊﾝｶｸ", 4), ("ｶﾞ", 2),
        ("한국어", 6),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("שלום", 4), ("مرحبا", 5), ("سَلام", 4), ("ไทย", 3), ("กำ", 2), ("हिन्दी", 5),
        ("a\u{200B}b", 2), ("a\u{200D}b", 2), ("\u{FEFF}x", 1), ("…", 1), ("—", 1), ("€", 1), ("⌚", 2), ("☺", 1),
        ("☺\u{FE0F}", 2),
        ("😀", 2), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("🏳️‍🌈", 2), ("👩🏽‍🚀", 2), ("1️⃣", 2), ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("🇩", 2), ("☝🏽", 2), ("🏽", 2),
        ("🏽🏽", 4),
        ("\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2), ("\u{20000}", 2), ("\u{1FAE9}", 2),
        ("e\u{301}\u{327}", 1),
    ])
    func columns(of text: String, are width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"), ("日本語", 2, "…"), ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 3, "👨‍👩‍👧‍👦…"), ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2, "…"),
        ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
        ("🇩🇪🇫🇷", 3, "🇩🇪…"), ("שלום", 3, "של…"), ("", 0, ""),
    ])
    func cutting(_ text: String, to columns: Int, gives result: String) {
        #expect(DisplayWidth.cut(text, to: columns) == result)
    }

    @Test func countingStopsAtTheLimit() {
        let text = String(repeating: "語", count: 100_000)
        #expect(DisplayWidth.of(text, limit: 80) == 82)
    }

    @Test(arguments: 0..<40)
    func aCutIsNeverTooWideAndOnlyDropsTheEnd(seed: Int) {
        var values = RandomValues(seed: UInt64(seed))
        for _ in 0..<50 {
            let text = VisibleText.escape(values.string(upTo: 30))
            let columns = values.number(0...20)
            let cut = DisplayWidth.cut(text, to: columns)
            #expect(DisplayWidth.of(cut) <= columns)
            #expect(cut == text || cut.isEmpty || (cut.hasSuffix("…") && text.hasPrefix(cut.dropLast())))
        }
    }
}

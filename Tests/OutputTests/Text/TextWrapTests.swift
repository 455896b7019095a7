import Testing

@testable import Output

@Suite struct TextWrapTests {
    @Test(arguments: [
        (40, "a short line", "a short line"),
        (30, "the quick brown fox jumps over the lazy dog", "the quick brown fox\n  jumps over the lazy dog"),
        (
            30, "see https://example.com/a/very/long/path/that/stays/whole now",
            "see\n  https://example.com/a/very/long/path/that/stays/whole\n  now"
        ),
        (
            30, "please now run `oauthlua authorize fetch.lua#google` first",
            "please now run\n  `oauthlua authorize fetch.lua#google`\n  first"
        ),
        (30, "a quote ` that nobody ever closes in here", "a quote ` that nobody\n  ever closes in here"),
        (30, "first\nsecond", "first\n  second"),
        (
            30, "near\n  {\"a\": 1, \"b\": 2, \"c\": tru}\n                       ^",
            "near\n    {\"a\": 1, \"b\": 2, \"c\": tru}\n                         ^"
        ),
        (30, "日本語の文章 日本語の文章 日本語の文章", "日本語の文章\n  日本語の文章 日本語の文章"),
        (12, "too narrow to wrap in any useful way", "too narrow to wrap in any useful way"),
    ])
    func lines(width: Int, text: String, result: String) {
        #expect(TextWrap.wrap(text, width: width, used: 7, indent: 2) == result)
    }

    @Test func withoutATerminalNothingIsWrapped() {
        let long = String(repeating: "word ", count: 100)
        #expect(TextWrap.wrap(long, width: nil, used: 0, indent: 2) == long)
    }
}

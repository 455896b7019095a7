import Foundation
import OAuthCore
import Testing

@testable import DemoProvider

@Suite struct TextTests {
    @Test(arguments: [
        ("a=1&b=2", [Parameter("a", "1"), Parameter("b", "2")]), ("a=%C3%BC+x", [Parameter("a", "ü x")]),
        ("a&b=&=c", [Parameter("a", ""), Parameter("b", ""), Parameter("", "c")]), ("", []),
        ("a=b=c&&d=%", [Parameter("a", "b=c"), Parameter("d", "%")]), ("a=%zz%4", [Parameter("a", "%zz%4")]),
    ])
    func formsAreRead(text: String, parameters: [Parameter]) {
        #expect(Form(text).parameters == parameters)
    }

    @Test(arguments: ["", "a b+c&d=e%", "ü/日本", "-._~", "\r\n"])
    func encodingIsUndone(text: String) {
        #expect(Form.decode(Form.encode(text)) == text)
    }

    @Test func jsonIsWhatFoundationReads() throws {
        let text = "\"\\/\n\r\t\u{0}\u{1F}\u{7F} üß日👨‍👩‍👧‍👦\u{2028}"
        let value: JSON = ["text": .string(text), "list": [1, true, .null, []], "left out": nil, "empty": [:]]
        let read = try JSONSerialization.jsonObject(with: Data(value.bytes)) as? [String: Any]
        #expect(read?["text"] as? String == text)
        #expect((read?["list"] as? [Any])?.count == 4)
        #expect(read?.keys.contains("left out") == false)
        #expect(read?.count == 3)
    }

    @Test func htmlEscapesWhatIsPutIn() {
        let evil = "<script>alert('x')</script>\"&"
        let html: HTML = "<p title=\"\(evil)\">\(evil)</p>"
        #expect(!html.text.contains("<script"))
        #expect(html.text.contains("title=\"&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;\""))
    }

    @Test func checksumsAreRight() {
        #expect(Gzip.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(Gzip.zlib(Array("Wikipedia".utf8)).suffix(4) == [0x11, 0xE6, 0x03, 0x98])
    }

    @Test(arguments: ["AA", "AQI", "-_8"]) func base64URLIsRead(text: String) {
        #expect(Base64URL.decode(text).map { Base64URL.encode($0) } == text)
    }

    /// Padding, the other alphabet, bits that mean nothing, lengths that cannot be.
    @Test(arguments: ["AA==", "+/8", "AB", "A", "A A"]) func base64URLHasOneForm(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}

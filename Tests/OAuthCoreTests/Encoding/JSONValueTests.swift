import Testing

@testable import OAuthCore

@Suite struct JSONValueTests {
    @Test(
        arguments: [
            ("null", .null), (" true ", .boolean(true)), ("-12", .integer(-12)), ("0", .integer(0)),
            ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("1.5e3", .number(1500)), ("1e400", .number(.infinity)), ("\"\"", .string("")),
            ("\"\\u00e9\\ud83d\\ude00\\n\\/\"", .string("é😀\n/")), ("\"\\ud83d\"", .string("\u{FFFD}")),
            ("[]", .array([])), ("[1, [2] ,{}]", .array([.integer(1), .array([.integer(2)]), .object([:])])),
            ("\u{FEFF}{\"a\":1,\"b\":{\"c\":null}}", .object(["a": .integer(1), "b": .object(["c": .null])])),
            ("{\"a\":1,\"a\":2}", .object(["a": .integer(2)])),
        ] as [(String, JSONValue)])
    func reads(text: String, expected: JSONValue) {
        #expect(JSONValue(text.utf8) == expected)
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "01", "1.", ".5", "+1", "-", "1e", "--1", "1-2", "NaN", "'a'", "\"", "\"\\x\"",
        "\"\\u12\"",
        "\"\n\"", "[1,]", "[1 2]", "[", "{", "{\"a\"}", "{\"a\":1,}", "{a:1}", "{\"a\":1}}", "[1]x", "<html>",
        "\"\\u12g4\"", "\"\\ud83d\\u12\"",
    ])
    func refuses(text: String) {
        #expect(JSONValue(text.utf8) == nil)
    }

    @Test func refusesInvalidUTF8() {
        #expect(JSONValue([0x22, 0xFF, 0x22]) == nil)
        #expect(JSONValue([0x22, 0xC3, 0x22]) == nil)
    }

    @Test func depthIsLimited() {
        func nested(_ depth: Int) -> [UInt8] {
            Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
        }
        #expect(JSONValue(nested(JSONValue.depthLimit)) != nil)
        #expect(JSONValue(nested(JSONValue.depthLimit + 1)) == nil)
        #expect(JSONValue(nested(1_000_000)) == nil)
        #expect(JSONValue(String(repeating: "{\"a\":", count: 100_000).utf8) == nil)
    }

    @Test func anyPrefixOfADocumentEndsInPeace() {
        let document = Array("{\"a\":[1,-2.5e3,\"x\\u00e9\\ud83d\\ude00\",true,null,{\"b\":\"c\"}]}".utf8)
        for count in 0..<document.count { #expect(JSONValue(document[..<count]) == nil) }
        #expect(JSONValue(document) != nil)
    }

    @Test(
        arguments: [
            (#" { "b" : [ 1 , -2.5 , true , null ] , "a" : { } } "#, #"{"a":{},"b":[1,-2.5,true,null]}"#),
            (#""\u00e9\/\ud83d\ude00""#, #""é/😀""#),
            (#""\"\\\n\r\t\b\u0000\u001f\u007f""#, #""\"\\\n\r\t\u0008\u0000\u001f"# + "\u{7F}\""),
            ("1e400", "null"), ("9007199254740993", "9007199254740993"),
            (#"{"é":1,"z":2,"Z":3,"":4}"#, #"{"":4,"Z":3,"z":2,"é":1}"#),
        ])
    func encodes(text: String, expected: String) throws {
        let value = try #require(JSONValue(text.utf8))
        #expect(value.encoded() == expected)
        if text != "1e400" { #expect(JSONValue(value.encoded().utf8) == value) }
    }
}

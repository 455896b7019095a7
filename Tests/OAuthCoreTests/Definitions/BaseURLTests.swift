import Foundation
import Testing

@testable import OAuthCore

@Suite struct BaseURLTests {
    private func filled(_ template: String, _ kept: [String: String]) throws -> String {
        try BaseURL(template).filled(with: kept, for: connection(["keep": ["a", "b"]])).absoluteString
    }

    @Test(arguments: [
        ("{a}", ["a": "https://x.example"], "https://x.example"),
        ("{a}/services/data", ["a": "https://x.example/"], "https://x.example/services/data"),
        ("{a}/services", ["a": "https://x.example/v1"], "https://x.example/v1/services"),
        ("https://{a}/v1", ["a": "eu.example.com"], "https://eu.example.com/v1"),
        ("https://{a}.example/{b}/x", ["a": "dc-1", "b": "a b/c"], "https://dc-1.example/a%20b%2Fc/x"),
        ("https://api.example/{b}", ["b": "../../x?y#z"], "https://api.example/..%2F..%2Fx%3Fy%23z"),
        ("{a}", ["a": "http://127.0.0.1:8080"], "http://127.0.0.1:8080"),
    ])
    func fillsInWhatIsKept(template: String, kept: [String: String], url: String) throws {
        #expect(try filled(template, kept) == url)
    }

    @Test(arguments: [
        ("{a}", "http://x.example"), ("{a}", "x.example"), ("{a}", "https://me:pw@x.example"), ("{a}", "javascript:x"),
        ("{a}", "https://x.example#f"), ("{a}", "https://"), ("https://{a}/v1", "https://x.example"),
        ("https://{a}.example", "evil.com/x"), ("https://{a}.example", "me@evil.com"), ("https://{a}.example", ""),
        ("https://{a}.example", "x:1"), ("https://{a}.example", "evil.com?"), ("https://{a}.example", "a%2eb"),
        ("https://{a}.example", "-\u{0}"),
    ])
    func refusesValuesThatLeadElsewhere(template: String, value: String) throws {
        let error = try #require(throws: OAuthError.self) { try filled(template, ["a": value]) }
        #expect(error.kind == .oauth)
        #expect(error.message.hasPrefix("the value 'a' of the login of 'rfc'"), "\(error)")
        #expect(!error.description.contains("pw@"))
    }

    @Test func namesWhatIsMissing() throws {
        let error = try #require(throws: OAuthError.self) { try filled("https://{a}.example/{b}", ["a": "x"]) }
        #expect(error.kind == .authorizationRequired)
        #expect(error.message == "the login of 'rfc' has no value 'b' for its URLs")
        #expect(error.advice?.hasPrefix("Sign in again") == true)
    }
}

@Suite struct PlaceholderTests {
    @Test(arguments: [
        ("{a}", "1"), ("x{a}y{a}", "x1y1"), ("{b}", "{b}"), ("{a", "{a"), ("{{a}}", "{1}"), ("{}", "{}"),
        ("{\"id_token\":{\"a\":null}}", "{\"id_token\":{\"a\":null}}"), ("{a b}", "{a b}"), ("}{", "}{"), ("", ""),
        ("{accounts-server}", "https://x"),
    ])
    func onlyKnownNamesAreFilledIn(text: String, expected: String) {
        #expect(Placeholders(["a": "1", "accounts-server": "https://x"]).filled(text) == expected)
    }
}

import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct RequestURLTests {
    @Test(arguments: [
        ("/calendar/v3", "https://www.example", "https://www.example/calendar/v3"),
        ("/users", "https://h.example/v2", "https://h.example/v2/users"),
        ("users", "https://h.example/v2/", "https://h.example/v2/users"),
        ("items:batch", "https://h.example/v2", "https://h.example/v2/items:batch"),
        ("?page=2", "https://h.example/v2?old=1", "https://h.example/v2?page=2"),
        ("", "https://h.example/v2", "https://h.example/v2"),
        ("https://other.example/x", "https://h.example/v2", "https://other.example/x"),
        ("HTTPS://other.example/x", "https://h.example/v2", "HTTPS://other.example/x"),
        ("/a b/ü", "https://h.example", "https://h.example/a%20b/%C3%BC"),
        ("/redirect?to=https://x.example/", "https://h.example", "https://h.example/redirect?to=https://x.example/"),
    ])
    func `joins below the base`(text: String, base: String, expected: String) throws {
        #expect(try RequestURL.make(text, base: URL(string: base)!).absoluteString == expected)
    }

    @Test(arguments: [
        ("https://h/a", "https://h/a?q=1&q=2&t=x%20%26%2F%C3%BC"),
        ("https://h/a?o=1", "https://h/a?o=1&q=1&q=2&t=x%20%26%2F%C3%BC"),
        ("https://h/a?", "https://h/a?q=1&q=2&t=x%20%26%2F%C3%BC"),
        ("https://h/a#f", "https://h/a?q=1&q=2&t=x%20%26%2F%C3%BC#f"),
    ])
    func `merges the query, repeats included`(text: String, expected: String) throws {
        let query = [Parameter("q", "1"), Parameter("q", "2"), Parameter("t", "x &/ü")]
        #expect(try RequestURL.make(text, base: nil, query: query).absoluteString == expected)
    }

    @Test(arguments: [
        ("/x", nil, "relative"), ("ftp://h/x", nil, "neither http nor https"), ("//evil.example/x", "https://h", "//"),
        ("https://", nil, "not a URL"), ("https:///path", nil, "not a URL"),
        ("file:///etc/passwd", nil, "neither http nor https"),
    ])
    func `explains what is wrong`(text: String, base: String?, reason: String) {
        let error = #expect(throws: OAuthError.self) {
            try RequestURL.make(text, base: base.flatMap { URL(string: $0) }, connection: "google")
        }
        #expect(error?.kind == .config)
        #expect(error?.message.contains(reason) == true)
    }

    @Test(arguments: [("a=1&b=x+y%20z&a=%C3%BC&c&=d&%zz=1", ["a=1", "b=x y z", "a=ü", "c=", "=d", "%zz=1"]), ("", [])])
    func `reads a query`(query: String, expected: [String]) {
        #expect(QueryString.parameters(query[...]).map { "\($0.name)=\($0.value)" } == expected)
    }
}

import Testing

@testable import OAuthCore

@Suite struct JSONPathTests {
    private let document = JSONValue(
        Array(#"{"team":{"id":"T1","a.b":1},"list":[{"id":7},{"id":8}],"x.y":true,"n":null}"#.utf8))!

    @Test(
        arguments: [
            ("team.id", .string("T1")), ("list[1].id", .integer(8)), ("list.0.id", .integer(7)),
            ("x.y", .boolean(true)),
            ("n", .null), ("team.no", nil), ("list[2]", nil), ("list[-1]", nil), ("team.id.deeper", nil), ("no", nil),
        ] as [(String, JSONValue?)])
    func findsWhatStandsAtAPath(path: String, expected: JSONValue?) {
        #expect(document.value(at: path) == expected)
    }
}

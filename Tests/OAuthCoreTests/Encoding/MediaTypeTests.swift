import Testing

@testable import OAuthCore

@Suite struct MediaTypeTests {
    @Test(
        arguments: [
            ("text/csv", "text/csv", [:]), ("Text/CSV; Charset=ISO-8859-1", "text/csv", ["charset": "ISO-8859-1"]),
            ("text/xml;charset=\"utf-8\"", "text/xml", ["charset": "utf-8"]),
            ("text/xml ; a=\"x;\\\"y\" ; charset = utf-16 ", "text/xml", ["a": "x;\"y", "charset": "utf-16"]),
            ("application/json; charset=a; charset=b", "application/json", ["charset": "a"]),
            ("text/csv;;header=present; =x; charset", "text/csv", ["header": "present"]), ("", "", [:]),
            ("; charset=utf-8", "", ["charset": "utf-8"]),
            ("text/plain; charset=\"open", "text/plain", ["charset": "open"]),
            ("text/plain; charset=", "text/plain", ["charset": ""]),
            ("text/plain; charset='utf-8'", "text/plain", ["charset": "'utf-8'"]),
        ] as [(String, String, [String: String])])
    func fields(field: String, essence: String, parameters: [String: String]) {
        let type = MediaType(field)
        #expect(type.essence == essence)
        #expect(type.parameters == parameters)
    }
}

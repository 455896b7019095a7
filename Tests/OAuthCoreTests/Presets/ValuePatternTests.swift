import Testing

@testable import OAuthCore

@Suite struct ValuePatternTests {
    @Test(arguments: [
        ("[a-z0-9_-]+", ["a", "my-shop", "0_"], ["", "A", "a.b", "a\n"]),
        ("[0-9]{10,19}", ["0123456789", "1234567890123456789"], ["123456789", "12345678901234567890"]),
        ("[0-9]{3}", ["123"], ["12", "1234"]),
        ("[0-9]{2,}", ["12", "123456"], ["1"]),
        (
            "api(\\.[a-z]+)*\\.crowdstrike\\.(com|mil)", ["api.crowdstrike.com", "api.us.gov.crowdstrike.mil"],
            ["apiXcrowdstrike.com"]
        ),
        ("[a-z]+(-[a-z]+)?", ["a", "a-b"], ["a-", "-a"]),
        ("[^/]+", ["a b"], ["", "a/b"]),
        ("a|b|", ["a", "b", ""], ["ab"]),
        (".", ["é", "x"], ["", "xy", "\n"]),
        ("[]", [], []), ("[a-z", [], []), ("[a", [], []), ("[^", [], []), ("(a", [], []), ("a)", [], []), ("*", [], []),
        ("a{2,1}", [], []), ("a{1", [], []),
        ("\\d", [], []),
        ("^a$", [], []), ("[z-a]", [], []), ("a{1001}", [], []),
    ])
    func whatMatches(pattern: String, matching: [String], others: [String]) throws {
        guard !matching.isEmpty else {
            #expect(ValuePattern(pattern) == nil)
            return
        }
        let read = try #require(ValuePattern(pattern))
        for value in matching { #expect(read.matches(value), "\(value)") }
        for value in others { #expect(!read.matches(value), "\(value)") }
        #expect(read.matches(read.example), "\(read.example)")
    }

    @Test func noPatternTakesLong() throws {
        let pattern = try #require(ValuePattern("((a+)+)+b"))
        let clock = ContinuousClock()
        let time = clock.measure { #expect(!pattern.matches(String(repeating: "a", count: 1000))) }
        #expect(time < .seconds(20))
    }
}

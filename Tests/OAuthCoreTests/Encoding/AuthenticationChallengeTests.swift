import Testing

@testable import OAuthCore

struct AuthenticationChallengeTests {
    private typealias Challenge = AuthenticationChallenge

    @Test(arguments: [
        ([], []), ([""], []), ([", ,"], []), (["Bearer"], [AuthenticationChallenge(scheme: "Bearer", parameters: [:])]),
        (
            [#"Bearer realm="x", error="insufficient_scope", scope="a b", error_description="say \"please\"""#],
            [
                AuthenticationChallenge(
                    scheme: "Bearer",
                    parameters: [
                        "realm": "x", "error": "insufficient_scope", "scope": "a b",
                        "error_description": #"say "please""#,
                    ])
            ]
        ),
        (
            [#"Newauth realm="apps", type=1, title="Login, please", Basic realm="simple""#],
            [
                AuthenticationChallenge(
                    scheme: "Newauth", parameters: ["realm": "apps", "type": "1", "title": "Login, please"]),
                AuthenticationChallenge(scheme: "Basic", parameters: ["realm": "simple"]),
            ]
        ),
        (
            ["Negotiate YII+/9==, Bearer ERROR = invalid_token", "Basic"],
            [
                AuthenticationChallenge(scheme: "Negotiate", token68: "YII+/9==", parameters: [:]),
                AuthenticationChallenge(scheme: "Bearer", parameters: ["error": "invalid_token"]),
                AuthenticationChallenge(scheme: "Basic", parameters: [:]),
            ]
        ),
        (
            [#"bearer error="invalid_token""#, #"Digest nonce="unclosed"#],
            [
                AuthenticationChallenge(scheme: "bearer", parameters: ["error": "invalid_token"]),
                AuthenticationChallenge(scheme: "Digest", parameters: ["nonce": "unclosed"]),
            ]
        ),
        (
            [#""only" (junk) Bearer a=b"#],
            [
                AuthenticationChallenge(scheme: "only", parameters: [:]),
                AuthenticationChallenge(scheme: "junk", parameters: [:]),
                AuthenticationChallenge(scheme: "Bearer", parameters: ["a": "b"]),
            ]
        ),
    ])
    func `reads RFC 9110's grammar`(fields: [String], expected: [AuthenticationChallenge]) {
        #expect(AuthenticationChallenge.parse(fields) == expected)
    }
}

import Testing

@testable import OAuthCore

@Suite struct CallbackTests {
    private func request(_ changes: [String: DefinitionValue] = [:]) async throws -> AuthorizationRequest {
        try await connection(changes).authorizationRequest(redirectURI: "https://client.example.com/cb")
    }

    /// RFC 6749 §4.1.2.
    @Test func readsACode() async throws {
        let request = try await request()
        let callback = CallbackParameters([
            Parameter("code", "SplxlOBeZQQYbYS6WxSbIA"), Parameter("state", request.state),
        ])
        #expect(request.read(callback) == .code(Redacted("SplxlOBeZQQYbYS6WxSbIA")))
    }

    @Test(arguments: [
        "code=x", "code=x&state=", "code=x&state=wrong", "code=x&state=STATE&state=STATE", "code=x&state=STATE&state=b",
        "code=x&state=STATEx", "error=access_denied", "error=access_denied&state=wrong", "", "code=x&State=STATE",
        "code=x&code=y&state=wrong", "code=x&state=STATE%00", "code=x&state=state",
    ])
    func ignoresWhatDoesNotAnswerThisSignIn(query: String) async throws {
        let request = try await request()
        let text = query.split(separator: "STATE", omittingEmptySubsequences: false).joined(separator: request.state)
        guard case .ignore(let reason) = request.read(CallbackParameters(FormEncoding.decode(text))) else {
            Issue.record("not ignored")
            return
        }
        #expect(reason.contains("state"))
    }

    private func failure(_ query: String, _ changes: [String: DefinitionValue] = [:]) async throws -> OAuthError {
        let request = try await request(changes)
        let callback = CallbackParameters(FormEncoding.decode("\(query)&state=\(request.state)"))
        guard case .failure(let error) = request.read(callback) else { throw Unexpected() }
        return error
    }

    struct Unexpected: Error {}

    @Test(arguments: ["code=a&code=b", "code=a&error=x&error=y", "code=a&iss=x&iss=x"])
    func refusesRepeatedParameters(query: String) async throws {
        let error = try await failure(query)
        #expect(error.kind == .oauth)
        #expect(error.message.contains("more than one"))
    }

    @Test(arguments: ["https://evil.example", "https://server.example.com/", "https://SERVER.example.com"])
    func refusesAForeignIssuer(issuer: String) async throws {
        let definition: [String: DefinitionValue] = ["issuer": "https://server.example.com"]
        for query in ["code=a&iss=\(issuer)", "error=access_denied&iss=\(issuer)"] {
            let error = try await failure(query, definition)
            #expect(error.kind == .oauth)
            #expect(error.message.contains(issuer))
        }
    }

    @Test func acceptsTheRightIssuerOrNone() async throws {
        let request = try await request(["issuer": "https://server.example.com"])
        for iss in ["", "&iss=https%3A%2F%2Fserver.example.com"] {
            let callback = CallbackParameters(FormEncoding.decode("code=a&state=\(request.state)\(iss)"))
            #expect(request.read(callback) == .code(Redacted("a")))
        }
    }

    @Test func anIssuerIsNotComparedWhereTheDefinitionNamesNone() async throws {
        let request = try await request()
        let callback = CallbackParameters(FormEncoding.decode("code=a&state=\(request.state)&iss=https://x.example"))
        #expect(request.read(callback) == .code(Redacted("a")))
    }

    @Test func deniedConsentIsAPermission() async throws {
        let error = try await failure("error=access_denied&error_description=The+user+said+no.")
        #expect(error.kind == .permission)
        #expect(error.message == "access for 'rfc' was denied (The user said no)")
        #expect(error.oauthError == "access_denied")
        #expect(error.connection == "rfc")
        #expect(error.url == "https://server.example.com/authorize", "who said so decides what the code means")
    }

    @Test(arguments: [
        ("error=invalid_scope", "invalid_scope", "Check the field scope"),
        ("error=temporarily_unavailable", "temporarily_unavailable", "Try again later"),
        ("error=server_error&error_uri=https://p.example/help", "server_error", "See https://p.example/help"),
        ("error=x&error_uri=javascript:alert(1)", "x", "Compare the definition"),
        ("code=a&error=unauthorized_client", "unauthorized_client", "Compare the definition"),
    ])
    func otherErrorsAreOAuth(query: String, code: String, advice: String) async throws {
        let error = try await failure(query)
        #expect(error.kind == .oauth)
        #expect(error.oauthError == code)
        #expect(error.advice?.contains(advice) == true)
    }

    @Test func hostileTextsAreShownHarmless() async throws {
        let error = try await failure(
            "error=a%1B%5B2J&error_description=\(String(repeating: "%E2%80%AE%07x", count: 5000))")
        #expect(error.message.unicodeScalars.allSatisfy { !VisibleText.isHidden($0) })
        #expect(error.message.count < 5000)
        #expect(error.oauthError == "a\\u{1B}[2J")
    }

    @Test(arguments: ["", "code=", "foo=bar", "Code=x"])
    func neitherCodeNorError(query: String) async throws {
        #expect(try await failure(query).message.contains("neither a code nor an error"))
    }

    @Test(
        arguments: [
            ("http://127.0.0.1:8080/callback?code=a&state=b", [("code", "a"), ("state", "b")]),
            ("http://127.0.0.1:8080/callback?code=a%2Fb&state=b#frag", [("code", "a/b"), ("state", "b")]),
            ("code=a&state=b", [("code", "a"), ("state", "b")]), ("?code=a", [("code", "a")]),
            ("https://client.example.com/cb", []), ("state=b&code=a", [("state", "b"), ("code", "a")]),
        ] as [(String, [(String, String)])])
    func readsPastedURLs(text: String, expected: [(String, String)]) {
        #expect(CallbackParameters(pasted: text)?.parameters == expected.map { Parameter($0.0, $0.1) })
    }

    @Test(arguments: ["4/0AX4XfWh-code", "SplxlOBeZQQYbYS6WxSbIA", "abc=="])
    func anythingElseMayBeABareCode(text: String) {
        #expect(CallbackParameters(pasted: text) == nil)
    }
}

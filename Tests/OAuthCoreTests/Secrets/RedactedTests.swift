import Testing

@testable import OAuthCore

@Suite struct RedactedTests {
    struct Holder {
        var secret = Redacted("hunter2hunter2")
        var maybe: Redacted<String>? = Redacted("hunter2hunter2")
        var bytes = Redacted(Array("hunter2hunter2".utf8))
        var list = [Redacted("hunter2hunter2")]
        var table = ["k": Redacted("hunter2hunter2")]
    }

    @Test func nothingPrintsTheSecret() {
        let holder = Holder()
        var dumped = ""
        dump(holder, to: &dumped)
        var dumpedAlone = ""
        dump(holder.secret, to: &dumpedAlone)
        let texts = [
            "\(holder)", String(describing: holder), String(reflecting: holder), dumped, dumpedAlone,
            "\(holder.secret)", String(reflecting: holder.secret), "\(holder.list)", "\(holder.table)",
            "\(Mirror(reflecting: holder.secret).children.map { "\($0)" })", "\(String(describing: holder.maybe))",
        ]
        for text in texts {
            #expect(!text.contains("hunter2"))
            #expect(!text.contains("104, 117"), "the bytes of the secret")
        }
        #expect(holder.secret.reveal() == "hunter2hunter2")
    }

    @Test func requestsConnectionsAndTokensPrintNoSecret() async throws {
        let connection = try connection(["refresh_token": "given-refresh-token-1"])
        let request = try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
        let token = Token(
            accessToken: Redacted("access-token-1"), refreshToken: Redacted("refresh-token-1"), obtainedAt: moment)
        var text = ""
        dump(connection, to: &text)
        let code = try connection.codeRequest(code: Redacted("the-code-1"), for: request)
        dump(try await connection.completed(code, now: moment), to: &text)
        dump(try connection.refreshRequest(Redacted("refresh-token-1")), to: &text)
        dump(token, to: &text)
        dump(request.codeVerifier, to: &text)
        dump(try ConnectionDefinition(rfcClient), to: &text)
        for secret in [
            "7Fjfp0ZBr1KtDRbnfVdmIw", "czZCaGRSa3F0MzpnWDFmQmF0M2JW", "Basic ", "given-refresh-token-1",
            "refresh-token-1", "access-token-1", "the-code-1", request.codeVerifier!.reveal(),
        ] {
            #expect(!text.contains(secret))
        }
        #expect(text.contains("server.example.com"))
    }

    @Test(arguments: [
        ("", "", true), ("a", "a", true), ("a", "b", false), ("a", "", false), ("", "a", false), ("abc", "abd", false),
        ("é", "e\u{301}", false),
    ])
    func comparesBytes(first: String, second: String, isEqual: Bool) {
        #expect(ConstantTime.equal(first, second) == isEqual)
    }

    @Test(arguments: [
        ("{\"access_token\":\"abc\",\"token_type\":\"x\"}", "abc"),
        ("access_token=abc12&token_type=bearer", "abc12"),
        ("code: s3cr3t", "s3cr3t"), ("password = hunter2", "hunter2"),
        ("your token is eyJhbGciOiJIUzI1NiJ9.e30.x ok", "eyJhbGci"),
    ])
    func coversWhatCouldBeASecret(text: String, secret: String) {
        let covered = SecretCover.cover(text)
        #expect(!covered.contains(secret))
        #expect(covered.contains("…"))
    }

    @Test(arguments: ["Sign in to continue", "Invalid token for client", "503 Service Unavailable: try later"])
    func leavesWordsAlone(text: String) {
        #expect(SecretCover.cover(text) == text)
    }
}

import TestSupport
import Testing

/// `oauthlua` against Authlib's provider of OAuth 1.0a: each signature method that it verifies, in each place. Serialized:
/// the registered redirect URIs share one port.
@Suite(
    .atAuthlib, .timeLimit(.minutes(10)),
    .enabled(if: InteropServer.isAvailable, Comment(rawValue: InteropServer.whyNot)))
struct OAuth1Tests {
    /// Repeated and empty parameters, non-ASCII, `~!*'()`, spaces both ways, escapes in the path: Authlib's own
    /// implementation must find the same signature.
    static let url = "$OAUTH1_API_URL/a%2Fb/~!*'()?q=%E2%98%83+x%20y&q=&q=1&flag&z=~!*%27()&%C3%A9=%2B"

    static let base = [
        "grant": "oauth1", "request_token_url": "$OAUTH1_REQUEST_URL",
        "authorization_url": "$OAUTH1_AUTHORIZATION_URL", "token_url": "$OAUTH1_ACCESS_URL",
        "client_id": "$CONSUMER_KEY", "client_secret": "@CONSUMER_SECRET",
    ]

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var fields: [String: String]

        init(_ name: String, _ fields: [String: String]) {
            testDescription = name
            self.fields = OAuth1Tests.base.merging(fields) { _, new in new }
        }
    }

    static let rsa = ["signature_method": "RSA-SHA1", "private_key": "file:$CONSUMER_RSA_KEY", "client_secret": ""]
    static let cases = [
        Case("HMAC-SHA1", [:]),
        Case("HMAC-SHA1 in the query", ["placement": "query"]),
        Case("HMAC-SHA1 in the body", ["placement": "body"]),
        Case("HMAC-SHA1 with a realm", ["realm": #"Photos "of" mine"#]),
        Case("HMAC-SHA1 with a body hash", ["body_hash": "true"]),
        Case(
            "a key and a secret with every awkward character",
            ["client_id": "$ODD_CONSUMER_KEY", "client_secret": "@ODD_CONSUMER_SECRET"]),
        Case("RSA-SHA1", rsa),
        Case("RSA-SHA1 in the query", rsa.merging(["placement": "query"]) { $1 }),
        Case("RSA-SHA1 in the body", rsa.merging(["placement": "body"]) { $1 }),
        Case("PLAINTEXT", ["signature_method": "PLAINTEXT"]),
        Case("PLAINTEXT in the query", ["signature_method": "PLAINTEXT", "placement": "query"]),
        Case(
            "PLAINTEXT in the body, with awkward characters",
            [
                "signature_method": "PLAINTEXT", "placement": "body", "client_id": "$ODD_CONSUMER_KEY",
                "client_secret": "@ODD_CONSUMER_SECRET",
            ]),
    ]

    @Test(arguments: cases) func signsInAndCalls(_ sample: Case) async throws {
        let person = try await Person(InteropServer.authlib.value, connection: sample.fields, fetching: Self.url)
        let before = try await person.run("run", person.script)
        #expect(before.status == 77, "\(before)")

        let authorize = try await person.run("authorize", person.script)
        try #require(authorize.status == 0, "\(authorize)")
        #expect(try await person.state() == "authorized")

        let run = try await person.run("run", person.script)
        #expect(run.status == 0, "\(run)")
        #expect(run.stdout.contains("☃ x y"), "\(run)")
        #expect(run.stdout.contains(#"~!*'()"#), "\(run)")

        let target = person.script
        let url = person.server["OAUTH1_API_URL"] + "/form?q=1"
        let form = try await person.run("get", "-X", "POST", "-d", "a=1+%E2%82%AC&a=&b=%2B~!*%27()", target, url)
        #expect(form.status == 0, "\(form)")
        #expect(form.stdout.contains(#""form":[["a","1 \u20ac"],["a",""],["b","+~!*'()"]"#), "\(form)")
        let json = try await person.run("get", "-X", "PUT", "--json", #"{"a=b&c":1}"#, target, url)
        #expect(json.status == 0, "\(json)")
        // The API tells on standard output what it got, which for PLAINTEXT is the secret.
        for result in [authorize, run, form, json] {
            for secret in ["CONSUMER_SECRET", "ODD_CONSUMER_SECRET"] {
                #expect(!result.stderr.contains(person.server[secret]))
            }
        }
    }

    /// `oauth_callback=oob`: the provider shows a code instead of going back to us.
    @Test(arguments: [false, true]) func pastesTheVerifier(wholeAddress: Bool) async throws {
        let fields = Self.base.merging(["redirect_uri": "oob"]) { $1 }
        let person = try await Person(InteropServer.authlib.value, connection: fields, fetching: "$OAUTH1_API_URL")
        let process = try person.oauthlua.start(["authorize", "--no-browser", person.script])
        try await process.output(containing: "Paste the")
        let address = try #require(
            process.stderr.split(whereSeparator: \.isWhitespace).first { $0.contains("oauth_token=") })
        let login = try await Command("/usr/bin/python3").run([
            Repository.path("Tests/Interop/Servers/login.py"), String(address),
        ])
        let lines = login.stdout.split(separator: "\n")
        let code = try #require(lines.first { $0.hasPrefix("code: ") }, "\(login)").dropFirst("code: ".count)
        let token = try #require(address.split(separator: "oauth_token=").last).prefix { $0 != "&" }
        let page = person.server["BASE_URL"] + "/oauth1/oob?oauth_token=\(token)&oauth_verifier=\(code)"
        process.write((wholeAddress ? page : String(code)) + "\n")
        let authorize = try await process.wait()
        try #require(authorize.status == 0, "\(authorize)")
        #expect(try await person.run("run", person.script).status == 0)
    }

    @Test func aRefusalIsShown() async throws {
        let person = try await Person(InteropServer.authlib.value, connection: Self.base, fetching: "$OAUTH1_API_URL")
        let authorize = try await person.run(
            "authorize", "--timeout", "3", person.script, environment: ["LOGIN_DENY": "1"])
        #expect(authorize.status == 77, "\(authorize)")
        // Authlib's refusal does not say which sign-in it answers, so it cannot end one; but it is said.
        #expect(authorize.stderr.contains("access_denied"), "\(authorize)")
        #expect(try await person.state() == "none")
    }

    /// A token obtained elsewhere needs no sign-in and no store.
    @Test func aReadyTokenIsUsed() async throws {
        let server = try await InteropServer.authlib.value
        let fields = [
            "grant": "oauth1", "client_id": "$CONSUMER_KEY", "client_secret": "@CONSUMER_SECRET", "token": "made-up",
            "token_secret": "made-up-secret",
        ]
        let person = try Person(server, connection: fields, fetching: "$OAUTH1_API_URL")
        let run = try await person.run("run", person.script)
        // The server does not know it, but it was sent, and signed.
        #expect(run.status != 0)
        #expect(!(run.stderr + run.stdout).contains("made-up-secret"))
        #expect(try await person.state() == "authorized")
    }

    @Test(arguments: [["client_secret": "wrong"], ["client_id": "nobody"]])
    func aWrongClientIsToldSo(_ fields: [String: String]) async throws {
        let fields = Self.base.merging(fields) { $1 }
        let person = try await Person(InteropServer.authlib.value, connection: fields, fetching: "$OAUTH1_API_URL")
        let authorize = try await person.run("authorize", person.script)
        #expect([69, 77, 78].contains(authorize.status), "\(authorize)")
        #expect(authorize.stderr.contains("request token endpoint of 'interop'"), "\(authorize)")
        #expect(try await person.state() == "none")
    }
}

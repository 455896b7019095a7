import TestSupport
import Testing

/// `oauthlua` against glewlwyd.
@Suite(
    .atGlewlwyd, .timeLimit(.minutes(10)),
    .enabled(if: InteropServer.isAvailable, Comment(rawValue: InteropServer.whyNot)))
struct GlewlwydTests {
    static let confidential = SignIn("confidential", SignIn.confidential)
    static let short = SignIn(
        "3 s tokens",
        SignIn.confidential([
            "authorization_url": "$SHORT_ISSUER/auth", "token_url": "$SHORT_ISSUER/token",
            "revocation_url": "$SHORT_ISSUER/revoke", "refresh_margin": "0",
        ]), url: "$SHORT_ISSUER/userinfo")

    static let signIns = [
        confidential,
        SignIn("secret in the body", SignIn.confidential(["client_auth": "post"])),
        SignIn("public client", ["client_id": "$PUBLIC_CLIENT_ID"]),
        SignIn(
            "assertion signed with the secret",
            [
                "client_id": "$JWT_SECRET_CLIENT_ID", "client_secret": "@JWT_SECRET_CLIENT_SECRET",
                "client_auth": "client_secret_jwt",
            ]),
        SignIn(
            "assertion signed with an RSA key in a file",
            [
                "client_id": "$JWT_RSA_CLIENT_ID", "client_auth": "private_key_jwt",
                "private_key": "file:$CLIENT_RSA_KEY",
            ]),
        SignIn(
            "assertion signed with an EC key as JWK",
            ["client_id": "$JWT_EC_CLIENT_ID", "client_auth": "private_key_jwt", "private_key": "$CLIENT_EC_JWK"]),
        SignIn(
            "secret with every awkward character, raw in Basic",
            ["client_id": "$ODD_CLIENT_ID", "client_secret": "@ODD_CLIENT_SECRET", "basic_encoding": "raw"]),
        SignIn(
            "secret with every awkward character, in the body",
            ["client_id": "$ODD_CLIENT_ID", "client_secret": "@ODD_CLIENT_SECRET", "client_auth": "post"]),
        SignIn("without PKCE", SignIn.confidential(["pkce": "false"])),
        SignIn(
            "localhost and the root path", SignIn.confidential(["redirect_uri": "http://localhost:$REDIRECT_PORT/"])),
        SignIn("redirect without a path", SignIn.confidential(["redirect_uri": "http://127.0.0.1:$REDIRECT_PORT"])),
        SignIn(
            "the plain OAuth 2 plugin",
            SignIn.confidential([
                "authorization_url": "$OAUTH2_AUTHORIZATION_URL", "token_url": "$OAUTH2_TOKEN_URL",
                "scope": "read write", "revocation_url": "",
            ]), url: "$OAUTH2_API_URL"),
    ]

    @Test(arguments: signIns) func signsInAndFetches(_ signIn: SignIn) async throws {
        let person = try await Person(InteropServer.glewlwyd.value, connection: signIn.fields, fetching: signIn.url)
        let before = try await person.run("run", person.script)
        #expect(before.status == 77, "\(before)")
        #expect(before.stderr.contains("oauthlua authorize"), "\(before)")

        let authorize = try await person.run("authorize", person.script)
        try #require(authorize.status == 0, "\(authorize)")
        #expect(try await person.state() == "authorized")

        let run = try await person.run("run", person.script)
        #expect(run.status == 0, "\(run)")
        #expect(run.stdout.contains("Alice Liddell"), "\(run)")
        for secret in ["CLIENT_SECRET", "ODD_CLIENT_SECRET"] {
            #expect(!(authorize.stderr + run.stderr).contains(person.server[secret]))
        }
    }

    @Test func refreshesWithRotation() async throws {
        let person = try await signedIn(Self.confidential)
        var tokens = [try await person.accessToken()]
        // The second refresh works only with the refresh token that the first one brought.
        for _ in 0..<2 {
            let refresh = try await person.run("refresh", person.script)
            try #require(refresh.status == 0, "\(refresh)")
            tokens.append(try await person.accessToken())
        }
        #expect(Set(tokens).count == 3)
        #expect(try await person.run("run", person.script).stdout.contains("Alice Liddell"))
    }

    @Test func aRunAfterExpiryRefreshesByItself() async throws {
        let person = try await signedIn(Self.short)
        let first = try await person.accessToken()
        let deadline = ContinuousClock.now + .seconds(30)
        while try await person.state() == "authorized", ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(try await person.state() == "refreshable")
        let run = try await person.run("run", person.script)
        #expect(run.status == 0, "\(run)")
        #expect(run.stdout.contains("Alice Liddell"), "\(run)")
        #expect(try await person.accessToken() != first)
    }

    @Test func getsWithTheToken() async throws {
        let person = try await signedIn(Self.confidential)
        let get = try await person.run("get", "-i", person.script + "#interop", "/api/oidc/userinfo")
        #expect(get.status == 0, "\(get)")
        #expect(get.stdout.contains("200"), "\(get)")
        #expect(get.stdout.contains("alice@example.com"), "\(get)")
    }

    @Test func logoutRevokes() async throws {
        let person = try await signedIn(Self.confidential)
        let token = try await person.accessToken()
        #expect(try await person.status(of: person.server["API_URL"], token: token) == "200")
        let logout = try await person.run("logout", "--revoke", person.script)
        #expect(logout.status == 0, "\(logout)")
        #expect(try await person.status(of: person.server["API_URL"], token: token) == "401")
        #expect(try await person.state() == "none")
    }

    @Test func aFreePortIsOfferedByAFlag() async throws {
        var fields = Self.confidential.fields
        fields["redirect_uri"] = ""
        let person = try await Person(InteropServer.glewlwyd.value, connection: fields)
        let authorize = try await person.run("authorize", "--port", person.server["REDIRECT_PORT"], person.script)
        #expect(authorize.status == 0, "\(authorize)")
    }

    @Test func aPastedRedirectSignsIn() async throws {
        let person = try await Person(InteropServer.glewlwyd.value, connection: Self.confidential.fields)
        let process = try person.oauthlua.start(["authorize", "--no-browser", "--paste", person.script])
        let address = person.server["AUTHORIZATION_URL"] + "?"
        try await process.output(containing: address)
        let said = process.stdout + process.stderr
        let url = said[said.range(of: address)!.lowerBound...].prefix { !$0.isWhitespace }
        let login = try await Command("/usr/bin/env").run(
            ["python3", Repository.path("Tests/Interop/Servers/login.py"), String(url)],
            environment: ["LOGIN_NO_CALLBACK": "1"])
        try #require(login.status == 0, "\(login)")
        process.write(login.text + "\n")
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
        #expect(try await person.state() == "authorized")
    }

    /// glewlwyd answers a wrong secret with 403 and an empty body, which no RFC foresees.
    @Test func aWrongSecretIsOneClearErrorAndStoresNothing() async throws {
        let fields = SignIn("wrong", ["client_id": "$CLIENT_ID", "client_secret": "wrong"]).fields
        let person = try await Person(InteropServer.glewlwyd.value, connection: fields)
        let authorize = try await person.run("authorize", person.script)
        #expect([69, 77, 78].contains(authorize.status), "\(authorize)")
        #expect(authorize.stderr.contains("unauthorized_client"), "\(authorize)")
        #expect(try await person.state() == "none")
    }

    /// What was tried, and what else there is, although glewlwyd says nothing but 403.
    @Test(arguments: [
        ["private_key": "file:$CLIENT_EC_KEY"],
        ["private_key": "file:$CLIENT_RSA_KEY", "assertion_audience": "$BASE_URL"],
    ])
    func aRefusedAssertionHearsWhatToTry(_ key: [String: String]) async throws {
        let client = ["client_id": "$JWT_RSA_CLIENT_ID", "client_auth": "private_key_jwt"].merging(key) { $1 }
        let person = try await Person(InteropServer.glewlwyd.value, connection: SignIn("refused", client).fields)
        let authorize = try await person.run("authorize", person.script)
        #expect([69, 77, 78].contains(authorize.status), "\(authorize)")
        #expect(authorize.stderr.contains("client_auth = 'private_key_jwt'"), "\(authorize)")
        #expect(authorize.stderr.contains("assertion_audience, key_id or signing_alg"), "\(authorize)")
        #expect(try await person.state() == "none")
    }

    private func signedIn(_ signIn: SignIn) async throws -> Person {
        let person = try await Person(InteropServer.glewlwyd.value, connection: signIn.fields, fetching: signIn.url)
        let authorize = try await person.run("authorize", person.script)
        try #require(authorize.status == 0, "\(authorize)")
        return person
    }
}

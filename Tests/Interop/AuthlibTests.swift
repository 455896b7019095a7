import TestSupport
import Testing

/// `oauthlua` against Authlib's server classes.
@Suite(
    .atAuthlib, .timeLimit(.minutes(10)),
    .enabled(if: InteropServer.isAvailable, Comment(rawValue: InteropServer.whyNot)))
struct AuthlibTests {
    static let confidential = SignIn("confidential", SignIn.confidential)

    static let signIns = [
        confidential,
        SignIn("basic only", ["client_id": "$BASIC_CLIENT_ID", "client_secret": "@BASIC_CLIENT_SECRET"]),
        SignIn(
            "post only",
            ["client_id": "$POST_CLIENT_ID", "client_secret": "@POST_CLIENT_SECRET", "client_auth": "post"]),
        SignIn(
            "secret with every awkward character, form-encoded in Basic",
            ["client_id": "$ODD_CLIENT_ID", "client_secret": "@ODD_CLIENT_SECRET"]),
        SignIn("public client", ["client_id": "$PUBLIC_CLIENT_ID"]),
        SignIn("issuer compared with iss", SignIn.confidential(["issuer": "$ISSUER"])),
        SignIn("scope as the provider orders it", SignIn.confidential(["scope": "write read"])),
    ]

    @Test(arguments: signIns) func signsInAndFetches(_ signIn: SignIn) async throws {
        let person = try await signedIn(signIn)
        let run = try await person.run("run", person.script)
        #expect(run.status == 0, "\(run)")
        #expect(run.stdout.contains("alice"), "\(run)")
    }

    @Test func refreshesWithRotation() async throws {
        let person = try await signedIn(Self.confidential)
        var tokens = [try await person.accessToken()]
        for _ in 0..<2 {
            let refresh = try await person.run("refresh", person.script)
            try #require(refresh.status == 0, "\(refresh)")
            tokens.append(try await person.accessToken())
        }
        #expect(Set(tokens).count == 3)
        // Authlib has revoked what was rotated away; the newest works.
        #expect(try await person.status(of: person.server["API_URL"], token: tokens[0]) == "401")
        #expect(try await person.run("run", person.script).status == 0)
    }

    @Test func aRefusalIsSaidAndStoresNothing() async throws {
        let person = try await Person(InteropServer.authlib.value, connection: Self.confidential.fields)
        let authorize = try await person.run("authorize", person.script, environment: ["LOGIN_DENY": "1"])
        #expect(authorize.status == 77, "\(authorize)")
        #expect(authorize.stderr.contains("denied"), "\(authorize)")
        #expect(try await person.state() == "none")
    }

    /// RFC 9207: a code from another authorization server must not be taken to ours.
    @Test func anotherIssuerIsRefused() async throws {
        let fields = SignIn("other", SignIn.confidential(["issuer": "https://honest.example"])).fields
        let person = try await Person(InteropServer.authlib.value, connection: fields)
        let authorize = try await person.run("authorize", person.script)
        #expect(authorize.status != 0, "\(authorize)")
        #expect(authorize.stderr.contains(person.server["ISSUER"]), "\(authorize)")
        #expect(try await person.state() == "none")
    }

    @Test func logoutRevokes() async throws {
        let person = try await signedIn(Self.confidential)
        let token = try await person.accessToken()
        let logout = try await person.run("logout", "--revoke", person.script)
        #expect(logout.status == 0, "\(logout)")
        #expect(try await person.status(of: person.server["API_URL"], token: token) == "401")
        #expect(try await person.state() == "none")
    }

    /// The 401 leads to a refresh, the refresh to `invalid_grant`: only a person can help, and is told how.
    @Test func aLoginRevokedElsewhereAsksForAuthorization() async throws {
        let person = try await signedIn(Self.confidential)
        let server = person.server
        let revoke = try await Command("/usr/bin/curl").run([
            "--silent", "--fail", "--user", "\(server["CLIENT_ID"]):\(server["CLIENT_SECRET"])", "--data-urlencode",
            "token=\(try await person.accessToken())", server["REVOCATION_URL"],
        ])
        try #require(revoke.status == 0, "\(revoke)")
        let run = try await person.run("run", person.script)
        #expect(run.status == 77, "\(run)")
        #expect(run.stderr.contains("oauthlua authorize"), "\(run)")
        #expect(run.stdout.isEmpty, "\(run)")
    }

    @Test(arguments: [
        ["client_id": "$POST_CLIENT_ID", "client_secret": "@POST_CLIENT_SECRET"],
        ["client_id": "$CLIENT_ID", "client_secret": "wrong"],
    ])
    func aClientThatIsNotLetInIsToldSo(_ client: [String: String]) async throws {
        let person = try await Person(InteropServer.authlib.value, connection: SignIn("", client).fields)
        let authorize = try await person.run("authorize", person.script)
        #expect([69, 77, 78].contains(authorize.status), "\(authorize)")
        #expect(authorize.stderr.contains("invalid_client"), "\(authorize)")
        #expect(try await person.state() == "none")
    }

    private func signedIn(_ signIn: SignIn) async throws -> Person {
        let person = try await Person(InteropServer.authlib.value, connection: signIn.fields, fetching: signIn.url)
        let authorize = try await person.run("authorize", person.script)
        try #require(authorize.status == 0, "\(authorize)")
        return person
    }
}

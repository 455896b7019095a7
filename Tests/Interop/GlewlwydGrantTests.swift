import TestSupport
import Testing

/// The grants of glewlwyd that need no browser here.
@Suite(
    .atGlewlwyd, .timeLimit(.minutes(10)),
    .enabled(if: InteropServer.isAvailable, Comment(rawValue: InteropServer.whyNot)))
struct GlewlwydGrantTests {
    @Test(arguments: Grants.needingNobody(SignIn.confidential))
    func needNobody(_ signIn: SignIn) async throws {
        let person = try await Person(InteropServer.glewlwyd.value, connection: signIn.fields, fetching: signIn.url)
        try await Grants.worksUnattended(person, fetching: "Alice Liddell")
    }

    @Test func thePasswordIsAskedForAndNotKept() async throws {
        let fields = Grants.own(SignIn.confidential, ["grant": "password", "username": "@USERNAME"])
        let person = try await Person(
            InteropServer.glewlwyd.value, connection: SignIn("asked", fields).fields)
        let before = try await person.run("run", person.script)
        #expect(before.status == 77, "\(before)")
        #expect(before.stderr.contains("oauthlua authorize \(person.script)#interop"), "\(before)")
        let authorize = try await person.oauthlua.run(
            ["authorize", person.script], input: person.server["PASSWORD"] + "\n")
        try #require(authorize.status == 0, "\(authorize)")
        let run = try await person.run("run", person.script)
        #expect(run.stdout.contains("Alice Liddell"), "\(run)")
    }

    /// Such a token is no person's: the provider is asked what it is.
    @Test func clientCredentials() async throws {
        let fields = Grants.own(
            ["client_id": "$RESOURCE_CLIENT_ID", "client_secret": "@RESOURCE_CLIENT_SECRET"],
            ["grant": "client_credentials", "scope": "$RESOURCE_SCOPE"])
        let person = try await Person(
            InteropServer.glewlwyd.value, connection: SignIn("client credentials", fields).fields)
        let token = try await person.accessToken()
        let known = try await Command("/usr/bin/curl").run([
            "--silent", "--header", "Authorization: Bearer \(token)", "--data-urlencode", "token=\(token)",
            person.server["INTROSPECTION_URL"],
        ])
        #expect(known.stdout.contains("\"active\":true"), "\(known)")
        #expect(known.stdout.contains("\"client_id\":\"resource\""), "\(known)")
        #expect(try await person.accessToken() == token, "it is stored")
        let refresh = try await person.run("refresh", person.script)
        #expect(refresh.status == 0, "\(refresh)")
        #expect(try await person.accessToken() != token)
    }

    static let devices = [
        SignIn(
            "device",
            Grants.own(
                SignIn.confidential,
                ["grant": "device_code", "device_authorization_url": "$DEVICE_AUTHORIZATION_URL"])),
        SignIn(
            "device, public client",
            Grants.own(
                ["client_id": "$PUBLIC_CLIENT_ID"],
                ["grant": "device_code", "device_authorization_url": "$DEVICE_AUTHORIZATION_URL"])),
    ]

    @Test(arguments: devices) func signsInOnAnotherDevice(_ signIn: SignIn) async throws {
        let person = try await Person(InteropServer.glewlwyd.value, connection: signIn.fields, fetching: signIn.url)
        let authorize = try await Grants.signInOnDevice(person)
        try #require(authorize.status == 0, "\(authorize)")
        #expect(!authorize.stdout.contains("device_code"))
        let run = try await person.run("run", person.script)
        #expect(run.stdout.contains("Alice Liddell"), "\(run)")
        #expect(try await person.run("refresh", person.script).status == 0)
    }

    /// The endpoint comes from the issuer's metadata.
    @Test func anyConnectionOfAnIssuerCanUseADevice() async throws {
        let fields = [
            "issuer": "$ISSUER", "authorization_url": "", "token_url": "", "revocation_url": "", "redirect_uri": "",
        ].merging(SignIn.confidential) { _, new in new }
        let person = try await Person(InteropServer.glewlwyd.value, connection: SignIn("discovered", fields).fields)
        let authorize = try await Grants.signInOnDevice(person, arguments: ["--device"])
        try #require(authorize.status == 0, "\(authorize)")
        #expect(try await person.run("run", person.script).stdout.contains("Alice Liddell"))
    }
}

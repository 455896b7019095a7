import TestSupport
import Testing

/// The grants of Authlib's server classes that need no browser here.
@Suite(
    .atAuthlib, .timeLimit(.minutes(10)),
    .enabled(if: InteropServer.isAvailable, Comment(rawValue: InteropServer.whyNot)))
struct AuthlibGrantTests {
    static let own =
        Grants.needingNobody(SignIn.confidential) + [
            SignIn("client credentials", Grants.own(SignIn.confidential, ["grant": "client_credentials"])),
            SignIn(
                "client credentials, secret with every awkward character",
                Grants.own(
                    ["client_id": "$ODD_CLIENT_ID", "client_secret": "@ODD_CLIENT_SECRET"],
                    ["grant": "client_credentials"])),
            SignIn(
                "JWT bearer",
                Grants.own(
                    SignIn.confidential,
                    ["grant": "jwt_bearer", "private_key": "file:$ASSERTION_KEY", "subject": "$USERNAME"])),
        ]

    @Test(arguments: own) func needNobody(_ signIn: SignIn) async throws {
        let person = try await Person(InteropServer.authlib.value, connection: signIn.fields, fetching: signIn.url)
        try await Grants.worksUnattended(person, fetching: "alice")
    }

    /// Authlib calls a wrong password an invalid request.
    @Test func aWrongPasswordSaysWhatToCheck() async throws {
        let fields = Grants.own(
            SignIn.confidential, ["grant": "password", "username": "@USERNAME", "password": "wrong-password"])
        let person = try await Person(InteropServer.authlib.value, connection: SignIn("wrong", fields).fields)
        let run = try await person.run("run", person.script)
        #expect(run.status == 77, "\(run)")
        #expect(run.stderr.contains("Check username and password"), "\(run)")
        #expect(!run.stderr.contains("oauthlua authorize"), "\(run)")
        #expect(!run.stderr.contains("wrong-password"), "\(run)")
    }

    /// The subject is nobody whom the server knows.
    @Test func anAssertionThatIsRefusedSaysWhatToCheck() async throws {
        let fields = Grants.own(
            SignIn.confidential,
            ["grant": "jwt_bearer", "private_key": "file:$ASSERTION_KEY", "subject": "mallory"])
        let person = try await Person(InteropServer.authlib.value, connection: SignIn("mallory", fields).fields)
        let run = try await person.run("run", person.script)
        #expect(run.status == 77, "\(run)")
        #expect(run.stderr.contains("invalid_grant"), "\(run)")
        #expect(run.stderr.contains("assertion_audience"), "\(run)")
    }

    private func person() async throws -> Person {
        let fields = Grants.own(
            SignIn.confidential, ["grant": "device_code", "device_authorization_url": "$DEVICE_AUTHORIZATION_URL"])
        return try await Person(InteropServer.authlib.value, connection: SignIn("device", fields).fields)
    }

    @Test func signsInOnAnotherDevice() async throws {
        let person = try await person()
        let authorize = try await Grants.signInOnDevice(person)
        try #require(authorize.status == 0, "\(authorize)")
        let run = try await person.run("run", person.script)
        #expect(run.stdout.contains("alice"), "\(run)")
        #expect(try await person.run("refresh", person.script).status == 0)
    }

    @Test func aRefusalOnTheOtherDeviceIsSaid() async throws {
        let person = try await person()
        let authorize = try await Grants.signInOnDevice(person, answer: ["LOGIN_DENY": "1"])
        #expect(authorize.status == 77, "\(authorize)")
        #expect(authorize.stderr.contains("was denied"), "\(authorize)")
        #expect(try await person.state() == "none")
    }
}

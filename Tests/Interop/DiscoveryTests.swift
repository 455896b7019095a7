import TestSupport
import Testing

/// What providers say about themselves, and what they ask for in return. Serialized: the registered redirect URIs share
/// one port.
@Suite(
    .atGlewlwyd, .atAuthlib, .timeLimit(.minutes(10)),
    .enabled(if: InteropServer.isAvailable, Comment(rawValue: InteropServer.whyNot)))
struct DiscoveryTests {
    struct Definition: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var fields: [String: String]
        var url = "$API_URL"
    }

    static let glewlwyd = [
        Definition(
            testDescription: "issuer, id and secret",
            fields: ["client_id": "$CLIENT_ID", "client_secret": "@CLIENT_SECRET"]),
        Definition(testDescription: "issuer and id", fields: ["client_id": "$PUBLIC_CLIENT_ID"]),
        Definition(
            testDescription: "pushed authorization request",
            fields: [
                "client_id": "$CLIENT_ID", "client_secret": "@CLIENT_SECRET", "pushed_authorization": "true",
            ]),
        Definition(
            testDescription: "pushed because the metadata says so",
            fields: ["issuer": "$PAR_ISSUER", "client_id": "$CLIENT_ID", "client_secret": "@CLIENT_SECRET"],
            url: "$PAR_ISSUER/userinfo"),
        Definition(
            testDescription: "issuer that names itself in answers",
            fields: ["issuer": "$NONCE_ISSUER", "client_id": "$CLIENT_ID", "client_secret": "@CLIENT_SECRET"],
            url: "$NONCE_ISSUER/userinfo"),
        Definition(
            testDescription: "answer in a form",
            fields: [
                "client_id": "$CLIENT_ID", "client_secret": "@CLIENT_SECRET", "response_mode": "form_post",
            ]),
        Definition(
            testDescription: "registered by itself", fields: ["client_registration": "dynamic", "scope": "openid"]),
    ]

    @Test(arguments: glewlwyd) func glewlwydIsFoundByItsIssuer(_ definition: Definition) async throws {
        let fields = ["issuer": "$ISSUER", "scope": "$SCOPE"].merging(definition.fields) { $1 }
        let person = try await Person(InteropServer.glewlwyd.value, connection: fields, fetching: definition.url)
        try await signsInAndFetches(person)
    }

    /// Only RFC 8414's document, and `iss` in the answer.
    @Test func authlibIsFoundByItsIssuer() async throws {
        let fields = [
            "issuer": "$ISSUER", "client_id": "$CLIENT_ID", "client_secret": "@CLIENT_SECRET", "scope": "$SCOPE",
        ]
        let person = try await Person(InteropServer.authlib.value, connection: fields)
        try await signsInAndFetches(person)
    }

    /// A provider's metadata does not count for a name that only resembles its own.
    @Test func anIssuerIsComparedToTheCharacter() async throws {
        let fields = ["issuer": "$ISSUER/", "client_id": "$PUBLIC_CLIENT_ID", "scope": "$SCOPE"]
        let person = try await Person(InteropServer.glewlwyd.value, connection: fields)
        let authorize = try await person.run("authorize", person.script)
        #expect(authorize.status == 78, "\(authorize)")
        #expect(authorize.stderr.contains("is that of '\(person.server["ISSUER"])'"), "\(authorize)")
    }

    private func signsInAndFetches(_ person: Person) async throws {
        let authorize = try await person.run("authorize", person.script)
        try #require(authorize.status == 0, "\(authorize)")
        let run = try await person.run("run", person.script)
        #expect(run.status == 0, "\(run)")
        let refresh = try await person.run("refresh", person.script)
        #expect(refresh.status == 0, "\(refresh)")
        let logout = try await person.run("logout", "--revoke", person.script)
        #expect(logout.status == 0, "\(logout)")
        #expect(try await person.state() == "none")
    }
}

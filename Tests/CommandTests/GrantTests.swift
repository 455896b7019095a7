import Foundation
import TestSupport
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Connections that fetch their own tokens, against the demo provider: no server here has all of these grants.
@Suite struct GrantTests {
    private static let fetch = "return demo:get('/calendar/v3/users/me/calendarList'):expect():json().kind"

    /// A definition's fields, made once the provider is there.
    struct Own: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var fields: @Sendable (DemoWorld) async throws -> String
    }

    static let grants = [
        Own(testDescription: "client credentials") { _ in #"grant = "client_credentials""# },
        Own(testDescription: "password") { _ in #"grant = "password", username = "demo", password = "demo""# },
        Own(testDescription: "service account") { world in
            let (json, _) = try await URLSession.shared.data(from: URL(string: world.url + "/_demo/service_account")!)
            try world.home.write(String(decoding: json, as: UTF8.self), to: "service_account.json")
            return #"grant = "jwt_bearer", service_account = "file:service_account.json", "#
                + "client_id = nil, client_secret = nil, token_url = nil"
        },
        Own(testDescription: "SAML assertion") { world in
            try world.home.write(
                """
                <Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><Issuer>https://idp.example.org</Issuer>
                <Conditions><AudienceRestriction><Audience>\(world.url)</Audience></AudienceRestriction></Conditions>
                </Assertion>
                """, to: "assertion.xml")
            return #"grant = "saml2_bearer", assertion = "file:assertion.xml""#
        },
        Own(testDescription: "token exchange") { world in
            let other = try world.script(
                "return nil", named: "other.lua",
                more: #"grant = "password", username = "demo", password = "demo""#)
            _ = try await world.program.run(["refresh", other])
            let token = try await world.program.run(["token", other])
            try world.home.write(token.stdout, to: "subject_token")
            return #"grant = "token_exchange", subject_token = "file:subject_token", audience = "calendar""#
        },
        Own(testDescription: "extension grant") { _ in
            #"grant = "urn:demo:params:oauth:grant-type:free", token_params = { tenant = "t", level = 3 }"#
        },
        Own(testDescription: "grant with a plain name") { _ in
            #"grant = "client_credentials", "#
                + #"token_params = { grant_type = "account_credentials", account_id = "7" }"#
        },
    ]

    @Test(arguments: grants) func worksUnattended(_ own: Own) async throws {
        let world = try await DemoWorld()
        let path = try world.script(Self.fetch, more: try await own.fields(world))
        let before = try await world.program.run(["status", path])
        #expect(before.stdout.contains("refreshable"), "\(before)")
        let errors = try await world.stats()["token_errors"]
        for command in [["run"], ["refresh"], ["authorize"], ["run"]] {
            let result = try await world.program.run(command + [path])
            #expect(result.status == 0, "\(command) \(result)")
        }
        #expect(try await world.program.run(["status", path]).stdout.contains("authorized"))
        try await world.tell("expire")
        // A subject token ends like any other: whoever keeps the file writes a new one.
        _ = try await own.fields(world)
        let after = try await world.program.run(["run", path])
        #expect(after.status == 0, "\(after)")
        #expect(try await world.stats()["token_errors"] == errors)
    }

    /// `--non-interactive`, because nobody is ever asked.
    @Test func thirtyProcessesFetchOnce() async throws {
        let world = try await DemoWorld(["--latency", "0.2"])
        let path = try world.script(Self.fetch, more: #"grant = "client_credentials""#)
        let results = try await withThrowingTaskGroup(of: Command.Result.self) { group in
            for _ in 1...30 {
                group.addTask {
                    try await world.program.run(["run", "--non-interactive", path], timeout: .seconds(120))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count == 30)
        #expect(results.allSatisfy { $0.status == 0 }, "\(results.first { $0.status != 0 }?.description ?? "")")
        #expect(try await world.stats()["token_requests"] == 1)
    }

    @Test func aWrongPasswordIsSentOnce() async throws {
        let world = try await DemoWorld()
        let path = try world.script(
            "return task.map({ 1, 2, 3 }, function() return (pcall(demo.get, demo, '/api/echo')) end), demo:get('/api/echo')",
            more: #"grant = "password", username = "demo", password = "not-the-password""#)
        let result = try await world.program.run(["run", path])
        #expect(result.status == 77, "\(result)")
        #expect(result.stderr.contains("The user name or the password is wrong"), "\(result)")
        #expect(result.stderr.contains("Check username and password"), "\(result)")
        #expect(!(result.stderr + result.stdout).contains("not-the-password"))
        #expect(try await world.stats()["token_requests"] == 1)
    }

    @Test func anOutageIsNoRefusal() async throws {
        let world = try await DemoWorld()
        let path = try world.script(Self.fetch, more: #"grant = "client_credentials""#)
        try await world.tell("fail?status=503&times=20")
        #expect(try await world.program.run(["run", path]).status == 75)
        try await world.tell("fail?status=503&times=0")
        #expect(try await world.program.run(["run", path]).status == 0)
    }

    /// Whose tokens they are must not be forgotten between two runs.
    @Test func anotherUserNameIsAnotherLogin() async throws {
        let world = try await DemoWorld()
        func path(_ user: String) throws -> String {
            try world.script(Self.fetch, more: #"grant = "password", username = "\#(user)", password = "demo""#)
        }
        #expect(try await world.program.run(["run", path("demo")]).status == 0)
        #expect(try await world.program.run(["run", path("somebody-else")]).status == 77)
    }

    @Test func refreshAllIncludesThem() async throws {
        let world = try await DemoWorld()
        let path = try world.script("", named: "connections.lua", more: #"grant = "client_credentials""#)
        let folder = world.program.environment["OAUTHLUA_HOME"] ?? world.home.path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let target = folder + "/connections.lua"
        if target != path { try FileManager.default.copyItem(atPath: path, toPath: target) }
        let result = try await world.program.run(["refresh", "--all"])
        #expect(result.status == 0, "\(result)")
        #expect(result.stderr.contains("'demo' is refreshed"), "\(result)")
    }
}

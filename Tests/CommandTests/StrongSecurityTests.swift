import Foundation
import TestSupport
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Discovery, registration and the extensions of the authorization request, against the demo provider: the servers of
/// other people have only some of them.
@Suite(.timeLimit(.minutes(10))) struct StrongSecurityTests {
    private static let fetch = "return demo:get('/calendar/v3/users/me/calendarList'):expect():json().kind"

    struct Definition: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var fields: String
        /// What the provider demands meanwhile, in the form of `demo --serve --set`.
        var settings: [String] = []

        init(_ name: String, _ fields: String, _ settings: [String] = []) {
            testDescription = name
            self.fields = fields
            self.settings = settings
        }
    }

    private static let secret = #"client_id = secret "DEMO_CLIENT_ID", client_secret = secret "DEMO_CLIENT_SECRET""#
    private static let key = #"client_id = "demo-key", client_auth = "private_key_jwt", private_key = "file:key.pem""#

    static let definitions = [
        Definition("issuer and client", secret),
        Definition("issuer with a path", secret + #", issuer = issuer .. "/tenant/acme""#),
        Definition("public client", #"client_id = "demo-public""#),
        Definition("key, its authentication found out", #"client_id = "demo-key", private_key = "file:key.pem""#),
        Definition("pushed", secret + ", pushed_authorization = true"),
        Definition("pushed because it must be", secret, ["require_pushed_authorization_requests=1"]),
        Definition("signed request", key + ", request_object = true"),
        Definition("signed because it must be", key, ["require_signed_request_object=1"]),
        Definition("signed and pushed", key + ", request_object = true, pushed_authorization = true"),
        Definition("signed answer", secret + #", response_mode = "jwt""#),
        Definition("signed answer in a form", secret + #", response_mode = "form_post.jwt""#),
        Definition("answer in a form", secret + #", response_mode = "form_post""#),
        Definition(
            "everything at once",
            key + #", request_object = true, pushed_authorization = true, response_mode = "query.jwt", dpop = true"#,
            ["require_pushed_authorization_requests=1", "require_signed_request_object=1", "require_dpop_nonce=1"]),
        Definition("registered by itself", #"client_registration = "dynamic""#),
        Definition(
            "registered with an initial token",
            #"client_registration = "dynamic", initial_access_token = secret "INITIAL""#,
            ["require_initial_access_token=1"]),
        Definition(
            "registered with a key",
            #"client_registration = "dynamic", client_auth = "private_key_jwt", private_key = "file:key.pem", request_object = true"#
        ),
    ]

    private func world(_ settings: [String] = []) async throws -> DemoWorld {
        let world = try await DemoWorld(settings.flatMap { ["--set", $0] })
        let clients = try await world.clients()
        let keys = clients["keys"] as? [String: [String: Any]]
        try world.home.write(keys?["rsa"]?["pem"] as? String ?? "", to: "key.pem")
        return world
    }

    private func script(_ fields: String, _ world: DemoWorld, body: String = fetch) throws -> String {
        // Of a field that is written twice the last counts.
        try world.home.write(
            """
            local issuer = "\(world.url)"
            local demo = oauth.connection {
              name = "demo", issuer = issuer, scope = "calendar.readonly", base_url = issuer,
              \(fields)
            }
            \(body)
            """, to: "script.lua")
    }

    @Test(arguments: definitions) func signsInRunsAndRefreshes(_ definition: Definition) async throws {
        let world = try await world(definition.settings)
        let path = try script(definition.fields, world)
        let initial = try await world.clients()["initial_access_token"] as? String
        for command in [["authorize"], ["run"], ["refresh"], ["run"]] {
            let result = try await world.program.run(
                command + [path], environment: ["INITIAL": initial])
            try #require(result.status == 0, "\(command) \(result)")
            #expect(!(result.stderr + result.stdout).contains("demo-secret"))
        }
        let run = try await world.program.run(["run", path], environment: ["INITIAL": initial])
        #expect(run.stdout.contains("calendar#calendarList"), "\(run)")
        // A demand for a nonce is an answer with an error.
        let demandsNonces = definition.settings.contains("require_dpop_nonce=1")
        #expect((try await world.stats()["token_errors"] != 0) == demandsNonces)
    }

    /// A run of a job that has a token asks nobody for metadata, and registers nobody.
    @Test func aRunNeedsNoMetadata() async throws {
        let world = try await world()
        let path = try script(#"client_registration = "dynamic""#, world)
        #expect(try await world.program.run(["authorize", path]).status == 0)
        let before = try await world.stats()
        #expect(before["registrations"] == 1)
        let run = try await world.program.run(["run", "--verbose", path])
        #expect(run.status == 0 && !run.stderr.contains(".well-known"), "\(run)")
        #expect(try await world.stats()["registrations"] == 1)
    }

    /// The client is the same for parallel runs, and goes with the login only where that is asked for.
    @Test func aRegistrationIsSharedAndForgotten() async throws {
        let world = try await world()
        let path = try script(#"client_registration = "dynamic", grant = "client_credentials""#, world)
        let runs = try await withThrowingTaskGroup(of: Command.Result.self) { group in
            for _ in 0..<8 { group.addTask { try await world.program.run(["run", path], timeout: .seconds(120)) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for run in runs { #expect(run.status == 0, "\(run)") }
        #expect(try await world.stats()["registrations"] == 1)
        #expect(try await world.program.run(["logout", path]).status == 0)
        #expect(try await world.program.run(["run", path]).status == 0)
        #expect(try await world.stats()["registrations"] == 1)
        let logout = try await world.program.run(["logout", "--revoke", "--forget-client", path])
        #expect(logout.status == 0 && !logout.stderr.contains("warning"), "\(logout)")
        #expect(try await world.program.run(["run", path]).status == 0)
        #expect(try await world.stats()["registrations"] == 2)
    }

    @Test func detailsAreGrantedAndReadable() async throws {
        let world = try await world()
        let path = try script(
            Self.secret
                + #", authorization_details = { { type = "payment_initiation", actions = { "initiate" } } }, resource = { "https://api.example/a", "https://api.example/b" }"#,
            world,
            body: "local seen = demo:introspect() return { seen.authorization_details, seen.aud, demo:status().kept }")
        let authorize = try await world.program.run(["authorize", path])
        try #require(authorize.status == 0, "\(authorize)")
        let run = try await world.program.run(["run", path])
        #expect(run.stdout.contains("payment_initiation"), "\(run)")
        #expect(run.stdout.contains("https://api.example/a") && run.stdout.contains("https://api.example/b"), "\(run)")
    }

    /// Tokens in the address are taken only where a definition says so.
    @Test func tokensFromTheBrowserAreRefusedAndAllowed() async throws {
        let world = try await world(["allow_implicit=1"])
        let refused = try await world.program.run(
            ["authorize", try script(Self.secret + #", response_type = "token""#, world)])
        #expect(refused.status == 78 && refused.stderr.contains("allow_implicit"), "\(refused)")
        let path = try script(
            Self.secret + #", response_type = "token", response_mode = "form_post", allow_implicit = true"#, world)
        let authorize = try await world.program.run(["authorize", path])
        try #require(authorize.status == 0, "\(authorize)")
        #expect(try await world.program.run(["run", path]).status == 0)
    }

    @Test(
        arguments: [
            ("response_issuer=https://evil.example", "", "comes from 'https://evil.example'", 77),
            ("send_iss=0", "", nil, 0),
            ("metadata_issuer=https://evil.example", "", "is that of 'https://evil.example'", 78),
        ] as [(String, String, String?, Int32)])
    func mixedUpProvidersAreNoticed(setting: String, fields: String, message: String?, status: Int32) async throws {
        let world = try await world([setting])
        let result = try await world.program.run(["authorize", try script(Self.secret + fields, world)])
        if let message {
            #expect(result.status != 0 && result.stderr.contains(message), "\(result)")
        } else {
            #expect(result.status == status, "\(result)")
        }
    }

    /// What is wrong with a signed answer makes it no answer: the command goes on waiting.
    @Test(arguments: [
        "wrong_aud", "expired", "wrong_iss", "bad_signature", "hs256_with_public_key", "alg_none", "unknown_kid",
    ])
    func forgedAnswersAreIgnored(fault: String) async throws {
        let world = try await world()
        try await world.tell("response?fault=\(fault)")
        let path = try script(Self.secret + #", response_mode = "jwt""#, world)
        let process = try world.program.start(["authorize", path])
        defer { process.terminate() }
        try await process.output(containing: "Ignored a request to the callback address")
        #expect(try await world.stats()["token_requests"] == 0)
    }
}

extension DemoWorld {
    /// Every client of the provider, and keys for them.
    func clients() async throws -> [String: Any] {
        let (data, _) = try await URLSession.shared.data(from: URL(string: url + "/_demo/clients")!)
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }
}

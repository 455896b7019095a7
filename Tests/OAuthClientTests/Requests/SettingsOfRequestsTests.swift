import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Headers that a definition sets, and values that are kept with the token, in requests to the API.
struct SettingsOfRequestsTests {
    /// A token with values kept from its sign-in.
    struct KeptTokens: TokenSource {
        var kept: [String: String]

        func token(for connection: Connection, rejecting: Redacted<String>?) async throws -> Token {
            var token = Token(accessToken: Redacted("token-1"), obtainedAt: instant)
            token.kept = kept
            return token
        }
    }

    private func server() -> ScriptedServer {
        ScriptedServer {
            .text("200 OK", [], ([$0.target] + $0.headers.map { "\($0.name): \($0.value)" }).joined(separator: "\n"))
        }
    }

    private func lines(
        _ request: APIRequest, _ changes: [String: DefinitionValue], kept: [String: String] = [:],
        secrets: [String: String] = [:], registry: SecretRegistry? = nil
    ) async throws -> [String] {
        struct Table: SecretSource {
            var values: [String: String]
            func secret(named name: String) -> Redacted<String>? { values[name].map { Redacted($0) } }
        }
        let fields: [String: DefinitionValue] = [
            "name": "test", "client_id": "the-client", "authorization_url": "https://auth.example/a",
            "token_url": "https://auth.example/token",
        ]
        let connection = try ConnectionDefinition(fields.merging(changes) { $1 })
            .connection(secrets: Table(values: secrets))
        let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: KeptTokens(kept: kept), secrets: registry)
        let response = try await client.send(request, as: connection)
        return String(decoding: response.body, as: UTF8.self).components(separatedBy: "\n")
    }

    private func base(_ server: ScriptedServer) -> DefinitionValue { .string("http://127.0.0.1:\(server.port)/v1") }

    // MARK: Headers

    @Test func `sends the definition's headers under the request's own`() async throws {
        let server = server()
        let registry = SecretRegistry()
        let lines = try await lines(
            APIRequest(url: "/x", headers: [HTTPField.Name("X-Version")!: "2"]),
            [
                "base_url": base(server),
                "headers": [
                    "x-version": "1", "X-List": ["a", "b"], "Accept": "application/xml", "Client-Id": "{client_id}",
                    "X-Other": "{unknown}", "X-Api-Key": .secret("KEY"), "X-N": 5,
                ],
            ], secrets: ["KEY": "api-key-1"], registry: registry)
        for expected in [
            "X-Version: 2", "X-List: a", "X-List: b", "Accept: application/xml", "Client-Id: the-client",
            "X-Other: {unknown}", "X-Api-Key: api-key-1", "X-N: 5", "Authorization: Bearer token-1",
        ] {
            #expect(lines.contains(expected), "\(expected)")
        }
        #expect(!lines.contains("x-version: 1"))
        #expect(lines.filter { $0.hasPrefix("Accept:") }.count == 1)
        #expect(registry.scrub("see api-key-1") == "see <redacted>")
    }

    @Test func `leaves out the defaults that are false`() async throws {
        let server = server()
        let without = try await lines(
            APIRequest(url: "/x"),
            ["base_url": base(server), "headers": ["Accept": false, "User-Agent": false, "Accept-Encoding": false]])
        #expect(!without.contains { line in ["Accept", "User-Agent"].contains { line.hasPrefix($0) } })
        let agent = try await lines(
            APIRequest(url: "/x"), ["base_url": base(server), "headers": ["User-Agent": "my-app (me@example.com)"]])
        #expect(agent.filter { $0.hasPrefix("User-Agent") } == ["User-Agent: my-app (me@example.com)"])
        let own = try await lines(
            APIRequest(url: "/x", headers: [.accept: "text/csv"]),
            ["base_url": base(server), "headers": ["Accept": false]])
        #expect(own.contains("Accept: text/csv"))
    }

    @Test func `drops secret headers on the way to another origin`() async throws {
        let other = server()
        let first = ScriptedServer { [port = other.port] _ in
            .text("302 Found", ["Location: http://127.0.0.1:\(port)/end"])
        }
        let lines = try await lines(
            APIRequest(url: "/x"),
            ["base_url": base(first), "headers": ["X-Api-Key": .secret("KEY"), "X-Plain": "p"]],
            secrets: ["KEY": "api-key-1"])
        #expect(lines[0] == "/end")
        #expect(lines.contains("X-Plain: p"))
        #expect(!lines.contains { $0.contains("api-key-1") || $0.contains("token-1") })
    }

    // MARK: Kept values

    @Test func `fills in base_url, URLs and headers`() async throws {
        let server = server()
        let changes: [String: DefinitionValue] = [
            "base_url": "{instance_url}/data/{realm}", "keep": ["instance_url", "realm", "tenant"],
            "headers": ["X-Tenant": "{tenant}"],
        ]
        let kept = ["instance_url": "http://127.0.0.1:\(server.port)/", "realm": "a b/c", "tenant": "t-1"]
        let relative = try await lines(APIRequest(url: "/x?q={realm}"), changes, kept: kept)
        #expect(relative[0] == "/data/a%20b%2Fc/x?q=a%20b%2Fc")
        #expect(relative.contains("X-Tenant: t-1"))
        let absolute = try await lines(APIRequest(url: "{instance_url}/other/{tenant}"), changes, kept: kept)
        #expect(absolute[0] == "/other/t-1")
        let foreign = try await lines(
            APIRequest(url: "http://127.0.0.1:\(server.port)/{realm}/{nobody}"), changes, kept: kept)
        #expect(foreign[0] == "/a%20b%2Fc/%7Bnobody%7D")
    }

    @Test(
        arguments: [
            (["instance_url": "https://evil.example"], "its hosts are"), ([:], "has no value 'instance_url'"),
            (["instance_url": "nonsense"], "is not an http or https URL"),
        ] as [([String: String], String)])
    func `sends nothing where the values lead elsewhere`(kept: [String: String], reason: String) async throws {
        let error = await failure {
            try await lines(
                APIRequest(url: "/x"),
                ["base_url": "{instance_url}", "keep": ["instance_url"], "hosts": "api.example.com"], kept: kept)
        }
        #expect(error?.message.contains(reason) == true, "\(String(describing: error))")
        #expect(error?.connection == "test")
    }

    /// Without `hosts` the token endpoint's word counts, and only for that host.
    @Test func `allows exactly the host that is filled in`() async throws {
        let server = server()
        let changes: [String: DefinitionValue] = ["base_url": "{instance_url}/v1", "keep": ["instance_url"]]
        let kept = ["instance_url": "http://127.0.0.1:\(server.port)"]
        #expect(try await lines(APIRequest(url: "/x"), changes, kept: kept)[0] == "/v1/x")
        let error = await failure {
            try await lines(APIRequest(url: "http://localhost:\(server.port)/x"), changes, kept: kept)
        }
        #expect(error?.kind == .config)
        #expect(error?.message.contains("is not sent to http://localhost:\(server.port)") == true)
        #expect(server.requests.count == 1)
    }

    @Test func `a header that needs a missing value is not sent as it stands`() async throws {
        let server = server()
        let error = await failure {
            try await lines(
                APIRequest(url: "/x"),
                ["base_url": base(server), "keep": ["tenant"], "headers": ["X-Tenant": "{tenant}"]])
        }
        #expect(error?.message.contains("has no value 'tenant'") == true)
        #expect(server.requests.isEmpty)
    }

    /// While the `after_login` hook asks what to keep, it is not there yet: neither for the base URL nor for headers.
    @Test func `what a hook will keep is not waited for`() async throws {
        struct NoHook: HookCalling {
            func call(_ point: HookPoint, connection: String, _ value: HookValue) async throws -> HookValue? { nil }
        }
        let server = server()
        let fields: [String: DefinitionValue] = [
            "name": "test", "client_id": "the-client", "token_url": "https://auth.example/token",
            "authorization_url": "https://auth.example/a",
            "base_url": .string("\(server.url("/v1").absoluteString)/{cloud}"),
            "headers": ["X-Cloud": "{cloud}", "X-Client": "{client_id}"], "hooks": ["after_login"],
        ]
        let connection = try ConnectionDefinition(fields).connection(secrets: NoSecrets(), hooks: NoHook())
        func lines(_ url: String, kept: [String: String]) async throws -> [String] {
            let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: KeptTokens(kept: kept))
            let response = try await client.send(APIRequest(url: url), as: connection)
            return String(decoding: response.body, as: UTF8.self).components(separatedBy: "\n")
        }
        let early = try await lines(server.url("/sites").absoluteString, kept: [:])
        #expect(early[0] == "/sites")
        #expect(early.contains("X-Client: the-client"))
        #expect(!early.contains { $0.hasPrefix("X-Cloud") })
        #expect(await failure { try await lines("/x", kept: [:]) }?.kind == .authorizationRequired)
        let later = try await lines("/x", kept: ["cloud": "c1"])
        #expect(later[0] == "/v1/c1/x")
        #expect(later.contains("X-Cloud: c1"))
    }
}

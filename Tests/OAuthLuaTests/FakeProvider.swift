import Foundation
import HTTPTypes
import LuaHost
import OAuthClient
import OAuthCore
import Synchronization

@testable import OAuthLua

/// A provider and its API in memory: answers what a test says, and remembers what it was sent.
final class FakeProvider: HTTPTransport {
    struct Sent: Sendable {
        var request: TransportRequest
        var body: String
        var url: String { request.url.absoluteString }
        func header(_ name: String) -> String? { request.headers[HTTPField.Name(name)!] }
        /// The parameters of a form.
        var form: [String: String] {
            Dictionary(FormEncoding.decode(body).map { ($0.name, $0.value) }) { "\($0),\($1)" }
        }
    }

    struct Answer: Sendable {
        var status = 200
        var body: String
        var headers: HTTPFields = [.contentType: "application/json"]
    }

    static let token = #"{"access_token":"the-access-token","refresh_token":"the-refresh-token","expires_in":3600}"#

    private let log = Mutex<[Sent]>([])
    var sent: [Sent] { log.withLock { $0 } }
    /// By path; `/token` gives ``token``, everything else an empty object.
    private let answers = Mutex<[String: Answer]>([:])
    let store = MemoryStore()
    let concealed = SecretRegistry()
    let secrets: [String: String]
    let limits: HookLimits

    init(
        _ answers: [String: Answer] = [:], secrets: [String: String] = ["CLIENT_SECRET": "the-client-secret"],
        limits: HookLimits = HookLimits()
    ) {
        self.secrets = secrets
        self.limits = limits
        self.answers.withLock { $0 = answers }
    }

    func answer(_ path: String, _ answer: Answer) { answers.withLock { $0[path] = answer } }

    func sent(to path: String) -> [Sent] { sent.filter { $0.request.url.path() == path } }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let bytes: [UInt8] =
            switch request.body {
            case .bytes(let bytes): bytes
            case .secret(let bytes): bytes.reveal()
            default: []
            }
        let sent = Sent(request: request, body: String(decoding: bytes, as: UTF8.self))
        log.withLock { $0.append(sent) }
        let path = request.url.path()
        let answer =
            answers.withLock { $0[path] } ?? (path == "/token" ? Answer(body: Self.token) : Answer(body: "{}"))
        return TransportResponse(
            status: answer.status, headers: answer.headers, body: ResponseBody(Array(answer.body.utf8)))
    }

    private struct Secrets: SecretSource {
        let values: [String: String]
        func secret(named name: String) throws -> Redacted<String>? { values[name].map { Redacted($0) } }
    }

    var secretSource: some SecretSource { Secrets(values: secrets) }

    func services() -> ScriptServices {
        let store = store
        let tokens = TokenManager(
            store: { store }, transport: self, commandHint: { "oauthlua authorize \($0.name)" },
            sleep: { _ in await Task.yield() })
        return ScriptServices(
            secrets: secretSource,
            client: APIClient(transport: self, tokens: tokens, secrets: concealed, pacing: .instant),
            tokens: tokens,
            signIn: { throw $1 }, log: { _, _ in }, connectionsFile: { nil })
    }

    static let inputs = ScriptInputs(arguments: [], parameters: [:], environment: [:], deniedFolders: [])

    /// A connection `api` that needs no sign-in, with these hooks.
    static func definition(_ hooks: String, more: String = "") -> String {
        """
        api = oauth.connection {
          name = "api", grant = "refresh_token", refresh_token = "given-refresh-token",
          token_url = "https://id.example/token", authorization_url = "https://id.example/authorize",
          client_id = "client", client_secret = secret "CLIENT_SECRET", base_url = "https://api.example",
          \(more.isEmpty ? "" : more + ",")
          hooks = { \(hooks) },
        }

        """
    }

    /// Runs a script with that connection.
    @discardableResult
    func run(_ hooks: String, _ body: String = "return api:get('/x').status", more: String = "") async throws
        -> LuaValue
    {
        let runner = ScriptRunner(
            host: OAuthHost(services: services(), hookLimits: limits), inputs: Self.inputs, limits: LuaLimits())
        let source = Self.definition(hooks, more: more) + body
        return try await runner.run(Array(source.utf8), chunkName: "@test.lua").value
    }
}

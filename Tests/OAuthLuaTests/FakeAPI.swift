import Foundation
import HTTPTypes
import LuaHost
import OAuthClient
import OAuthCore
import Synchronization

@testable import OAuthLua

/// An API in memory behind the real client: no socket, the same answers each time.
struct FakeAPI: HTTPTransport {
    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let parts = URLComponents(url: request.url, resolvingAgainstBaseURL: false)!
        let query = Dictionary((parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { "\($0),\($1)" }
        if parts.path == "/raw" { return raw(request) }
        if parts.path.hasPrefix("/paged/") {
            let page = FakePages(String(parts.path.dropFirst("/paged/".count)), query: query, request: request)
            return TransportResponse(
                status: page.status, reason: nil, headers: page.headers, body: ResponseBody(Array(page.body.utf8)))
        }
        var status = 200
        var body: String
        switch parts.path {
        case "/echo":
            let sent: [UInt8] =
                switch request.body {
                case .bytes(let bytes): bytes
                case .pieces(let pieces):
                    pieces.flatMap { piece in
                        switch piece {
                        case .bytes(let bytes): bytes
                        case .file(let path): Array("<\(path)>".utf8)
                        }
                    }
                default: []
                }
            body = """
                {"method":"\(request.method)","query":\(json(query)),"type":"\(request.headers[.contentType] ?? "")",\
                "authorization":\(request.headers[.authorization] == nil ? "false" : "true"),\
                "test":"\(request.headers[HTTPField.Name("X-Test")!] ?? "")",\
                "body":\(json(String(decoding: sent, as: UTF8.self)))}
                """
        case "/pages":
            let page = Int(query["cursor"] ?? "1") ?? 1
            let size = Int(query["size"] ?? "2") ?? 2
            let items = (1...size).map { "{\"id\":\((page - 1) * size + $0),\"name\":\"n\($0)\"}" }
            let last = Int(query["last"] ?? "3") ?? 3
            body =
                "{\"data\":{\"items\":[\(items.joined(separator: ","))]},\"next\":\(page < last ? "\"\(page + 1)\"" : "null")}"
        case "/next":
            let page = Int(query["page"] ?? "1") ?? 1
            body = "{\"items\":[\(page)]\(page < 3 ? ",\"next\":\"https://api.example/next?page=\(page + 1)\"" : "")}"
        case "/stuck": body = "{\"items\":[1],\"next\":\"same\"}"
        case "/token": body = try token()
        case "/userinfo": body = "{\"sub\":\"alice\",\"roles\":[\"reader\",null],\"address\":{\"locality\":\"Oxford\"}}"
        case "/introspect":
            // Some providers repeat the token.
            body = "{\"active\":true,\"scope\":\"openid\",\"exp\":4102444800,\"token\":\"\(Self.accessToken)\"}"
        case "/lines": body = (1...(Int(query["n"] ?? "3") ?? 3)).map { "line \($0)" }.joined(separator: "\r\n")
        case "/empty": body = "{\"items\":[]}"
        case "/html": body = "<html><body>Sign in</body></html>"
        default:
            status = Int(parts.path.dropFirst("/status/".count)) ?? 404
            body = "{\"error\":\"status \(status)\"}"
        }
        return TransportResponse(
            status: status, reason: nil,
            headers: [.contentType: parts.path == "/html" ? "text/html" : "application/json", .eTag: "\"1\""],
            body: ResponseBody(Array(body.utf8)))
    }

    /// Gives back what it gets, as the type that the field `X-Test` says.
    private func raw(_ request: TransportRequest) -> TransportResponse {
        var sent: [UInt8] = []
        if case .bytes(let bytes) = request.body { sent = bytes }
        let type = request.headers[HTTPField.Name("X-Test")!] ?? ""
        return TransportResponse(status: 200, headers: [.contentType: type], body: ResponseBody(sent))
    }

    private static let accessToken = "an access token that no script may see"

    /// With an ID token that is signed with the client secret.
    private func token() throws -> String {
        let now = Int64(Date().timeIntervalSince1970)
        let idToken = try SigningKey.hmac(Redacted("a client secret")).sign(
            header: [:],
            claims: [
                "iss": .string("https://api.example"), "aud": .string("id"), "sub": .string("alice"),
                "iat": .integer(now), "exp": .integer(now + 600), "email_verified": .boolean(true),
            ])
        return "{\"access_token\":\"\(Self.accessToken)\",\"expires_in\":3600,\"id_token\":\"\(idToken)\"}"
    }

    private func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try! encoder.encode(value), as: UTF8.self)
    }

    static func services() -> ScriptServices {
        let transport = FakeAPI()
        let store = MemoryStore()
        let tokens = TokenManager(
            store: { store }, transport: transport, profile: "default",
            commandHint: { "oauthlua authorize \($0.name)" })
        var services = ScriptServices(
            secrets: NoSecrets(), client: APIClient(transport: transport, tokens: tokens, pacing: .instant),
            tokens: tokens,
            signIn: { throw $1 }, log: { _, _ in }, connectionsFile: { nil })
        services.state = MemoryState()
        return services
    }

    static func runner(parameters: [String: String]) -> ScriptRunner {
        ScriptRunner(
            services: services(),
            inputs: ScriptInputs(
                arguments: ["one"], parameters: parameters, environment: ["SHOWN": "yes"],
                modulePath: [parameters["folder"] ?? "."], deniedFolders: []),
            limits: LuaLimits())
    }
}

private struct NoSecrets: SecretSource {
    func secret(named name: String) throws -> Redacted<String>? { nil }
}

/// What a script keeps, for one run.
actor MemoryState: StateStore {
    private(set) var document: Redacted<[UInt8]>?

    init(_ text: String? = nil) { document = text.map { Redacted(Array($0.utf8)) } }

    func load() -> Redacted<[UInt8]>? { document }
    func peek() -> Redacted<[UInt8]>? { document }
    func save(_ document: Redacted<[UInt8]>) { self.document = document }
}

/// A store for one run.
actor MemoryStore: TokenStore {
    private var tokens: [TokenKey: Token] = [:]

    func token(for key: TokenKey) -> Token? { tokens[key] }
    func save(_ token: Token, for key: TokenKey) { tokens[key] = token }
    func remove(_ key: TokenKey) -> Bool { tokens.removeValue(forKey: key) != nil }
    func records() -> [TokenRecord] { tokens.map { TokenRecord(key: $0, token: $1) } }
    func withLock<Result: Sendable>(
        on key: TokenKey, _ body: @Sendable () async throws -> Result
    ) async throws -> Result { try await body() }
    nonisolated var location: String { "memory" }
}

extension Pacing {
    /// Nobody waits: whoever sleeps moves the clock on.
    static var instant: Pacing {
        let time = VirtualTime()
        return Pacing(
            uptime: { time.now.withLock { $0 } },
            sleep: { duration in
                await Task.yield()
                try Task.checkCancellation()
                time.now.withLock { $0 += duration }
            }, random: { 1 })
    }
}

private final class VirtualTime: Sendable {
    let now = Mutex(Duration.zero)
}

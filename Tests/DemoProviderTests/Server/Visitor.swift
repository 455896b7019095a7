import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import DemoProvider

/// A browser and a client in one, against a provider of its own.
struct Visitor: Sendable {
    let endpoints: Endpoints

    static let redirectURI = "http://127.0.0.1:7777/callback"
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    private static let client = HTTPClient(
        configuration: HTTPClient.Configuration(
            redirectConfiguration: .disallow, decompression: .enabled(limit: .none)))

    /// Runs a provider for as long as `body` takes.
    static func visit(
        _ options: DemoProvider.Options = DemoProvider.Options(),
        _ body: @escaping @Sendable (Visitor) async throws -> Void
    ) async throws {
        let (ready, announce) = AsyncStream.makeStream(of: Endpoints.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await DemoProvider(options).run { announce.yield($0) } }
            for await endpoints in ready {
                try await body(Visitor(endpoints: endpoints))
                break
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// A provider that asks nobody, which is what most tests want.
    static func visitWillingly(
        _ change: (inout DemoProvider.Options) -> Void = { _ in },
        _ body: @escaping @Sendable (Visitor) async throws -> Void
    ) async throws {
        var options = DemoProvider.Options()
        options.consentsItself = true
        change(&options)
        try await visit(options, body)
    }

    // MARK: HTTP

    struct Answer: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: [String: any Sendable] {
            get throws {
                let value = try JSONSerialization.jsonObject(with: Data(body)) as? [String: any Sendable]
                return try #require(value)
            }
        }
        var location: URLComponents {
            headers.first(name: "Location").flatMap { URLComponents(string: $0) } ?? URLComponents()
        }
        func locationQuery(_ name: String) -> String? { location.queryItems?.first { $0.name == name }?.value }
        var cookie: String? { headers.first(name: "Set-Cookie").map { String($0.prefix { $0 != ";" }) } }

        /// The value of a hidden field of a page.
        func field(_ name: String) -> String? {
            guard let start = text.range(of: "name=\"\(name)\" value=\"")?.upperBound else { return nil }
            return String(text[start...].prefix { $0 != "\"" })
        }
    }

    func send(
        _ method: HTTPMethod, _ path: String, headers: [(String, String)] = [], body: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : endpoints.baseURL + path)
        request.method = method
        request.headers = HTTPHeaders(headers)
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await Self.client.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Answer(status: Int(response.status.code), headers: response.headers, body: Array(buffer: bytes))
    }

    func get(_ path: String, token: String? = nil) async throws -> Answer {
        try await send(.GET, path, headers: token.map { [("Authorization", "Bearer \($0)")] } ?? [])
    }

    func post(_ path: String, _ form: [String: String], headers: [(String, String)] = []) async throws -> Answer {
        try await send(
            .POST, path, headers: headers + [("Content-Type", "application/x-www-form-urlencoded")],
            body: Self.encoded(form))
    }

    static func encoded(_ form: [String: String]) -> String {
        form.sorted { $0.key < $1.key }.map { "\($0)=\(Form.encode($1))" }.joined(separator: "&")
    }

    // MARK: OAuth

    func authorizePath(_ changes: [String: String?] = [:]) -> String {
        var form = [
            "response_type": "code", "client_id": endpoints.clientID, "redirect_uri": Self.redirectURI, "state": "s t&",
            "scope": "calendar.readonly", "code_challenge": Self.challenge, "code_challenge_method": "S256",
        ]
        for (name, value) in changes { form[name] = value }
        return "/oauth/authorize?" + Self.encoded(form)
    }

    func code(_ changes: [String: String?] = [:]) async throws -> String {
        try #require(try await get(authorizePath(changes)).locationQuery("code"))
    }

    var basic: [(String, String)] {
        let text = "\(endpoints.clientID):\(endpoints.clientSecret)"
        return [("Authorization", "Basic " + Data(text.utf8).base64EncodedString())]
    }

    func redeem(_ code: String, _ changes: [String: String?] = [:]) async throws -> Answer {
        var form = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": Self.redirectURI,
            "code_verifier": Self.verifier,
        ]
        for (name, value) in changes { form[name] = value }
        return try await post("/oauth/token", form, headers: basic)
    }

    func refresh(_ token: String?, _ changes: [String: String?] = [:]) async throws -> Answer {
        var form = ["grant_type": "refresh_token", "refresh_token": token ?? ""]
        for (name, value) in changes { form[name] = value }
        return try await post("/oauth/token", form, headers: basic)
    }

    struct Login: Sendable {
        var accessToken: String
        var refreshToken: String?
    }

    func login(_ changes: [String: String?] = [:]) async throws -> Login {
        let answer = try await redeem(try await code(changes)).json
        return Login(
            accessToken: try #require(answer["access_token"] as? String),
            refreshToken: answer["refresh_token"] as? String)
    }

    func stats() async throws -> [String: Int] {
        try await get("/_demo/stats").json.compactMapValues { $0 as? Int }
    }

    func works(_ accessToken: String?) async throws -> Bool {
        try await get("/userinfo", token: accessToken).status == 200
    }
}

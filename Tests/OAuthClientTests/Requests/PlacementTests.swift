import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Where requests carry the token, on every way that they take.
struct PlacementTests {
    struct Way: Sendable, CustomTestStringConvertible {
        var placement: TokenPlacement
        /// How a request shows it.
        var shown: String
        var testDescription: String { "\(placement)" }
    }

    static let ways = [
        Way(placement: .bearer, shown: "Authorization: Bearer "),
        Way(placement: .header(name: "Authorization", scheme: "OAuth"), shown: "Authorization: OAuth "),
        Way(placement: .header(name: "X-Shop-Key", scheme: nil), shown: "X-Shop-Key: "),
        Way(placement: .query(name: "auth tok"), shown: "?a=1&auth%20tok="),
        Way(placement: .cookie(name: "sid"), shown: "Cookie: sid="),
    ]

    private func connection(_ placement: TokenPlacement, _ servers: ScriptedServer...) -> Connection {
        var connection = Connection.test(
            base: "http://127.0.0.1:\(servers[0].port)", hosts: servers.map { .loopback($0.port) })
        connection.placement = placement
        return connection
    }

    /// What a server saw: target and headers.
    private static func seen(_ request: ScriptedServer.Request) -> String {
        ([request.target] + request.headers.map { "\($0.name): \($0.value)" }).joined(separator: "\n")
    }

    @Test(arguments: ways)
    func `puts the token there and nowhere else`(way: Way) async throws {
        let server = ScriptedServer { .text("200 OK", [], Self.seen($0)) }
        let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("token-1"))
        let response = try await client.send(APIRequest(url: "/x?a=1"), as: connection(way.placement, server))
        let seen = String(decoding: response.body, as: UTF8.self)
        #expect(seen.contains("\(way.shown)token-1"), "\(seen)")
        #expect(seen.components(separatedBy: "token-1").count == 2)
        #expect(
            response.url.absoluteString == "http://127.0.0.1:\(server.port)/x?a=1",
            "the token is no part of what scripts see")
    }

    @Test(arguments: ways)
    func `replays a 401 with the new token in the old one's place`(way: Way) async throws {
        let server = ScriptedServer {
            Self.seen($0).contains("token-2") ? .text("200 OK", [], Self.seen($0)) : .text("401 Unauthorized")
        }
        let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("token-1", "token-2"))
        let response = try await client.send(APIRequest(url: "/x?a=1"), as: connection(way.placement, server))
        #expect(response.wasReplayed)
        let seen = String(decoding: response.body, as: UTF8.self)
        #expect(seen.contains("\(way.shown)token-2"))
        #expect(!seen.contains("token-1"))
    }

    /// The second server is one of the connection's hosts; still a redirect does not take the token there.
    @Test(arguments: ways)
    func `drops the token on another origin and keeps it on its own`(way: Way) async throws {
        let other = ScriptedServer { .text("200 OK", [], Self.seen($0)) }
        let server = ScriptedServer { [port = other.port] request in
            switch request.target.prefix(6) {
            case "/there":
                // A server that repeats the query, and the token with it.
                .text(
                    "302 Found",
                    ["Location: http://127.0.0.1:\(port)/end?\(request.target.drop { $0 != "?" }.dropFirst())"])
            case "/stays": .text("302 Found", ["Location: /end?a=1"])
            default: .text("200 OK", [], Self.seen(request))
            }
        }
        let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("token-1"))
        let connection = connection(way.placement, server, other)
        let elsewhere = try await client.send(APIRequest(url: "/there?a=1"), as: connection)
        let there = String(decoding: elsewhere.body, as: UTF8.self)
        #expect(there.contains("/end?a=1"))
        #expect(!there.contains("token-1"), "\(there)")
        #expect(!elsewhere.url.absoluteString.contains("token-1"))
        let here = try await client.send(APIRequest(url: "/stays?a=1"), as: connection)
        #expect(String(decoding: here.body, as: UTF8.self).contains("\(way.shown)token-1"))
        #expect(here.url.query() == "a=1")
    }

    @Test(arguments: ways)
    func `keeps the token out of traces and errors`(way: Way) async throws {
        let secrets = SecretRegistry()
        let lines = Lines()
        let transport = AsyncHTTPTransport.test(tracer: CurlTracer(secrets: secrets) { lines.add($0) })
        let client = APIClient(transport: transport, tokens: TokenSequence("token-1"), secrets: secrets)
        let server = ScriptedServer { .text("200 OK", ["X-Echo: \(Self.seen($0).suffix(7))"]) }
        _ = try await client.send(APIRequest(url: "/x"), as: connection(way.placement, server))
        let cut = ScriptedServer { _ in .close(Array("garbage\r\n\r\n".utf8)) }
        let error = await failure { try await client.send(APIRequest(url: "/x"), as: connection(way.placement, cut)) }
        #expect(error != nil)
        #expect(error?.description.contains("token-1") == false)
        #expect(error?.url?.contains("token-1") != true)
        #expect(!lines.text.contains("token-1"), "\(lines.text)")
        #expect(lines.text.contains("<redacted>"))
    }

    @Test func `a request's own header takes the token's place`() async throws {
        let server = ScriptedServer { .text("200 OK", [], Self.seen($0)) }
        let tokens = TokenSequence("token-1")
        let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: tokens)
        let own: HTTPFields = [HTTPField.Name("X-Shop-Key")!: "mine"]
        let placement = TokenPlacement.header(name: "X-Shop-Key", scheme: nil)
        let replaced = try await client.send(APIRequest(url: "/", headers: own), as: connection(placement, server))
        #expect(String(decoding: replaced.body, as: UTF8.self).contains("X-Shop-Key: mine"))
        #expect(!String(decoding: replaced.body, as: UTF8.self).contains("token-1"))
        let both = try await client.send(
            APIRequest(url: "/", headers: [.authorization: "Basic eA=="]), as: connection(placement, server))
        #expect(String(decoding: both.body, as: UTF8.self).contains("Authorization: Basic eA=="))
        #expect(String(decoding: both.body, as: UTF8.self).contains("X-Shop-Key: token-1"))
    }

    @Test func `prints the header that other tools need`() {
        let token = Redacted("t")
        let lines = Self.ways.map { $0.placement.headerLine(token)?.reveal() }
        #expect(lines == ["Authorization: Bearer t", "Authorization: OAuth t", "X-Shop-Key: t", nil, "Cookie: sid=t"])
    }
}

import Foundation
import NIOSSL
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Mutual TLS (RFC 8705) with a server that lets in one client certificate only.
struct ClientCertificateTests {
    private func connection(_ client: Certificate, port: Int) throws -> Connection {
        func text(_ path: String) throws -> Redacted<String> {
            Redacted(try String(contentsOfFile: path, encoding: .utf8))
        }
        let host = HostAllowList.Entry(scheme: "https", host: "localhost", port: port, isWildcard: false)
        var connection = Connection.test(base: "https://localhost:\(port)/v1", hosts: [host])
        connection.endpoints.token = URL(string: "https://localhost:\(port)/token")
        connection.client.authentication = .tls
        connection.client.certificate = try text(client.certificate)
        connection.client.certificateKey = try text(client.key)
        return connection
    }

    @Test func `shows it with token requests and with API calls`() async throws {
        let (server, client) = (try Certificate(for: "DNS:localhost"), try Certificate(for: "DNS:client"))
        try await withSecureServer(server, clients: client) { port in
            let transport = AsyncHTTPTransport.test(caFile: server.certificate)
            let connection = try self.connection(client, port: port)
            let answer = try await TokenEndpoint(transport: transport)
                .send(connection.refreshRequest(Redacted("r")), for: connection)
            #expect(String(decoding: answer.body, as: UTF8.self) == "POST /token")
            let response = try await APIClient(transport: transport, tokens: TokenSequence("token"))
                .send(APIRequest(url: "/items"), as: connection)
            #expect(String(decoding: response.body, as: UTF8.self) == "GET /v1/items")
            await transport.shutdown()
        }
    }

    @Test(arguments: [
        (TLSVersion.tlsv12, "does not accept the client's certificate"),
        (.tlsv13, "closed the connection without an answer"),
    ])
    func `a server that wants another certificate is one clear error`(highest: TLSVersion, says: String) async throws {
        let (server, client) = (try Certificate(for: "DNS:localhost"), try Certificate(for: "DNS:client"))
        try await withSecureServer(server, clients: client, highest: highest) { port in
            let transport = AsyncHTTPTransport.test(caFile: server.certificate)
            let url = URL(string: "https://localhost:\(port)/")!
            let none = await failure { try await transport.send(TransportRequest(url: url)) }
            #expect(none?.kind == .network)
            let other = try self.connection(Certificate(for: "DNS:other"), port: port).clientIdentity()
            let wrong = await failure { try await transport.send(TransportRequest(url: url, identity: other)) }
            #expect(wrong?.kind == .network)
            #expect(wrong?.message == "localhost:\(port) \(says)")
            #expect(wrong?.advice?.contains("client_certificate") == true)
            await transport.shutdown()
        }
    }

    @Test func `connections are not shared between identities`() async throws {
        let (server, client) = (try Certificate(for: "DNS:localhost"), try Certificate(for: "DNS:client"))
        try await withSecureServer(server, clients: client) { port in
            let transport = AsyncHTTPTransport.test(caFile: server.certificate)
            let url = URL(string: "https://localhost:\(port)/")!
            let identity = try self.connection(client, port: port).clientIdentity()
            #expect(try await transport.text(TransportRequest(url: url, identity: identity)) == "GET /")
            #expect(await failure { try await transport.send(TransportRequest(url: url)) } != nil)
            await transport.shutdown()
        }
    }

    @Test func `a key of another certificate is told before anything is sent`() async throws {
        let (one, other) = (try Certificate(for: "DNS:one"), try Certificate(for: "DNS:other"))
        var connection = try connection(one, port: 1)
        connection.client.certificateKey = Redacted(try String(contentsOfFile: other.key, encoding: .utf8))
        let identity = try connection.clientIdentity()
        let error = await failure {
            try await AsyncHTTPTransport.test().send(
                TransportRequest(url: URL(string: "https://localhost:1/")!, identity: identity))
        }
        #expect(error?.kind == .config)
        #expect(error?.message == "the client_certificate belongs to another key than the one given")
        #expect(error?.advice?.contains("client_certificate_key") == true)
    }

    @Test func `redirects take it to the same origin only`() throws {
        let client = try Certificate(for: "DNS:client")
        let identity = try connection(client, port: 1).clientIdentity()
        let request = TransportRequest(url: URL(string: "https://a.example/")!, identity: identity)
        for (location, expected) in [("/next", identity), ("https://b.example/", nil)] {
            let response = TransportResponse(status: 302, headers: [.location: location])
            guard case .follow(let next) = RedirectPolicy().decide(request, response, history: []) else {
                Issue.record("\(location) is not followed")
                continue
            }
            #expect(next.identity == expected)
        }
    }
}

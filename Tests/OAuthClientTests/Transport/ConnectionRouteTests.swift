import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct ConnectionRouteTests {
    private func target(_ url: String, _ routes: String...) throws -> String? {
        let routes = try routes.map { try #require(ConnectionRoute($0)) }
        return try routes.target(for: #require(Origin(URL(string: url)!)))?.description
    }

    @Test func `matches hosts and ports, of which an empty one is any`() throws {
        #expect(try target("https://api.example/x", "api.example:443:127.0.0.1:8443") == "127.0.0.1:8443")
        #expect(try target("https://API.example/x", "Api.Example:443:127.0.0.1:8443") == "127.0.0.1:8443")
        #expect(try target("https://api.example:444/x", "api.example:443:127.0.0.1:8443") == nil)
        #expect(try target("https://api.example/x", "other.example:443:127.0.0.1:8443") == nil)
        #expect(try target("https://api.example/x", ":443:127.0.0.1:8443") == "127.0.0.1:8443")
        #expect(try target("http://api.example/x", "::127.0.0.1:8443") == "127.0.0.1:8443")
        #expect(try target("https://api.example/x", "::other.example:") == "other.example:443")
        #expect(try target("https://api.example/x", ":::9") == "api.example:9")
        #expect(try target("https://api.example/x", ":::443") == nil)
        #expect(try target("https://[::1]/x", "[::1]:443:[fe80::1]:8") == "[fe80::1]:8")
    }

    @Test func `the first that fits counts`() throws {
        #expect(try target("https://a.example", "b.example::x:1", "a.example::y:2", "::z:3") == "y:2")
    }

    @Test(arguments: [
        "", "a", "a:1:b", "a:1:b:2:3", "a:x:b:2", "a:1:b:0", "a:1:b:65536", "a:+1:b:2", "[::1:1:b:2", "[]:1:b:2",
        "[::1]x:1:b:2",
    ])
    func `refuses other texts`(text: String) { #expect(ConnectionRoute(text) == nil) }

    @Test func `plain http goes there, and says the host that was meant`() async throws {
        let server = ScriptedServer { .text("200 OK", [], "\($0.method) \($0.target) \($0["host"] ?? "")") }
        let transport = AsyncHTTPTransport.test(routes: ["api.example:80:127.0.0.1:\(server.port)"])
        #expect(
            try await transport.text(TransportRequest(url: URL(string: "http://API.example/a?b#c")!))
                == "GET /a?b api.example")
        let other = AsyncHTTPTransport.test(routes: [":8080::\(server.port)"])
        #expect(
            try await other.text(TransportRequest(url: URL(string: "http://127.0.0.1:8080/a")!))
                == "GET /a 127.0.0.1:8080")
    }

    @Test func `the certificate is the URL's, and another one is refused`() async throws {
        let certificate = try Certificate(for: "DNS:api.example")
        try await withSecureServer(certificate) { port in
            let transport = AsyncHTTPTransport.test(
                caFile: certificate.certificate, routes: [":443:127.0.0.1:\(port)"])
            let response = try await transport.send(TransportRequest(url: URL(string: "https://api.example/x")!))
            #expect(response.httpVersion == "HTTP/2")
            #expect(try await response.body.collect(limit: 100) == Array("GET /x".utf8))
            let other = await failure {
                try await transport.send(TransportRequest(url: URL(string: "https://other.example/")!))
            }
            #expect(other?.message == "the certificate of other.example is for another name")
            let address = await failure {
                try await transport.send(TransportRequest(url: URL(string: "https://192.0.2.1/")!))
            }
            #expect(address?.kind == .config)
            await transport.shutdown()
        }
    }

    @Test func `a proxy is asked for the target, plain http included`() async throws {
        let server = ScriptedServer { .text("200 OK", [], "\($0.target) \($0["host"] ?? "")") }
        let proxy = TunnelProxy.connect()
        let transport = AsyncHTTPTransport.test(
            ["http_proxy": "http://127.0.0.1:\(proxy.port)"], routes: ["api.example::127.0.0.1:\(server.port)"])
        #expect(
            try await transport.text(TransportRequest(url: URL(string: "http://api.example/a")!)) == "/a api.example")
        #expect(proxy.requests.count == 1)
        #expect(proxy.requests.first?.hasPrefix("CONNECT 127.0.0.1:\(server.port) HTTP/1.1") == true)
    }

    @Test func `a refusal says where it was`() async throws {
        let transport = AsyncHTTPTransport.test(routes: ["api.example::127.0.0.1:1"])
        let error = await failure {
            try await transport.send(TransportRequest(url: URL(string: "http://api.example/")!))
        }
        #expect(error?.message.contains("api.example (at 127.0.0.1:1, as --connect-to says) refused") == true)
    }
}

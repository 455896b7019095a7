import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct ProxyTests {
    @Test func `asks an HTTP proxy for http URLs in the absolute form`() async throws {
        let proxy = ScriptedServer { .text("200 OK", [], "\($0.method) \($0.target) \($0["host"] ?? "") \($0.text)") }
        let transport = AsyncHTTPTransport.test(["http_proxy": "http://us:p%40ss@127.0.0.1:\(proxy.port)"])
        let request = TransportRequest(
            method: "POST", url: URL(string: "http://api.example:8080/a?b=c#d")!, body: .bytes(Array("body".utf8)))
        #expect(
            try await transport.text(request) == "POST http://api.example:8080/a?b=c api.example:8080 body")
        #expect(
            try await transport.text(TransportRequest(url: URL(string: "http://other.example")!))
                == "GET http://other.example/ other.example ")
        let expected = "Basic " + Data("us:p@ss".utf8).base64EncodedString()
        #expect(proxy.requests.map { $0["proxy-authorization"] } == [expected, expected])
        #expect(proxy.acceptedConnections == 1)
    }

    @Test func `tunnels https through CONNECT, with HTTP 2 inside`() async throws {
        let certificate = try Certificate(for: "DNS:localhost")
        try await withSecureServer(certificate) { port in
            let proxy = TunnelProxy.connect()
            let transport = AsyncHTTPTransport.test(
                ["https_proxy": "http://user:secret@127.0.0.1:\(proxy.port)"], caFile: certificate.certificate)
            let response = try await transport.send(TransportRequest(url: URL(string: "https://localhost:\(port)/x")!))
            #expect(response.httpVersion == "HTTP/2")
            #expect(try await response.body.collect(limit: 100) == Array("GET /x".utf8))
            #expect(proxy.requests.count == 1)
            #expect(proxy.requests[0].hasPrefix("CONNECT localhost:\(port) HTTP/1.1"))
            #expect(proxy.requests[0].contains(Data("user:secret".utf8).base64EncodedString()))
            await transport.shutdown()
        }
    }

    @Test func `goes through SOCKS 5 and lets the proxy resolve names`() async throws {
        let server = ScriptedServer { .text("200 OK", [], $0.target) }
        let proxy = TunnelProxy.socks()
        let transport = AsyncHTTPTransport.test(["all_proxy": "socks5h://127.0.0.1:\(proxy.port)"])
        #expect(try await transport.text(TransportRequest(url: server.url("/a", host: "far.example"))) == "/a")
        #expect(try await transport.text(TransportRequest(url: server.url("/b"))) == "/b")
        #expect(proxy.requests == ["socks far.example:\(server.port)", "socks 127.0.0.1:\(server.port)"])
    }

    @Test(arguments: [("407 Proxy Authentication Required", OAuthError.Kind.config), ("403 Forbidden", .network)])
    func `says that the proxy refused`(status: String, kind: OAuthError.Kind) async throws {
        let proxy = TunnelProxy.connect(refusal: status)
        let transport = AsyncHTTPTransport.test(["https_proxy": "http://user:hunter2@127.0.0.1:\(proxy.port)"])
        let error = await failure {
            try await transport.send(TransportRequest(url: URL(string: "https://a.example/")!))
        }
        #expect(error?.kind == kind)
        #expect(error?.message.contains("the proxy 127.0.0.1:\(proxy.port)") == true)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func `says that the proxy is not there`() async throws {
        let (descriptor, port) = Sockets.bind()
        defer { close(descriptor) }
        let transport = AsyncHTTPTransport.test(["all_proxy": "http://127.0.0.1:\(port)"])
        for url in ["https://a.example/", "http://a.example/"] {
            let error = await failure { try await transport.send(TransportRequest(url: URL(string: url)!)) }
            #expect(error?.message == "the proxy 127.0.0.1:\(port) refused the connection: nothing listens there")
        }
    }
}

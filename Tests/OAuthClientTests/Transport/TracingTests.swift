import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct TracingTests {
    @Test func `shows an exchange as curl does, without its secrets`() async throws {
        let server = ScriptedServer { _ in
            .text(
                "200 OK", ["Set-Cookie: sid=cookie-secret", "X-Echo: abc token-value-1 def", "X-Plain: yes"],
                "body-secret")
        }
        let secrets = SecretRegistry()
        secrets.add(Redacted("token-value-1"))
        let lines = Lines()
        let transport = AsyncHTTPTransport.test(tracer: CurlTracer(secrets: secrets) { lines.add($0) })
        let headers: HTTPFields = [
            .authorization: "Bearer token-value-1", .accept: "text/plain", .cookie: "a=cookie-secret",
        ]
        _ = try await transport.text(
            TransportRequest(url: server.url("/list?page=2&access_token=query-secret"), headers: headers))
        #expect(
            lines.text == """
                * GET http://127.0.0.1:\(server.port)
                > GET /list?page=2&access_token=<redacted> HTTP
                > Host: 127.0.0.1:\(server.port)
                > Authorization: Bearer <redacted>
                > Accept: text/plain
                > Cookie: <redacted>
                > User-Agent: oauthlua
                > Accept-Encoding: gzip, deflate
                >\u{20}
                * Connected to 127.0.0.1 port \(server.port) (HTTP/1.1)
                < HTTP/1.1 200 OK
                < Set-Cookie: <redacted>
                < X-Echo: abc <redacted> def
                < X-Plain: yes
                < Content-Length: 11
                <\u{20}

                """)
    }

    @Test func `shows forms but no token request's body`() async throws {
        let server = ScriptedServer { _ in .text("200 OK") }
        let lines = Lines()
        let transport = AsyncHTTPTransport.test(tracer: CurlTracer(secrets: SecretRegistry()) { lines.add($0) })
        let form = Array("title=x&client_secret=form-secret&access%5Ftoken=form-secret".utf8)
        var request = TransportRequest(
            method: "POST", url: server.url(), headers: [.contentType: "application/x-www-form-urlencoded"],
            body: .bytes(form))
        _ = try await transport.text(request)
        #expect(lines.text.contains("> title=x&client_secret=<redacted>&access%5Ftoken=<redacted>\n"))
        request.isConfidential = true
        _ = try await transport.text(request)
        request.body = .secret(Redacted(form))
        _ = try await transport.text(request)
        #expect(lines.text.contains("form-secret") == false)
        #expect(lines.text.components(separatedBy: "title=x").count == 2)
    }

    @Test func `shows failures`() async throws {
        let (descriptor, port) = Sockets.bind()
        defer { close(descriptor) }
        let lines = Lines()
        let transport = AsyncHTTPTransport.test(tracer: CurlTracer(secrets: SecretRegistry()) { lines.add($0) })
        _ = await failure { try await transport.send(TransportRequest(url: URL(string: "http://127.0.0.1:\(port)/")!)) }
        #expect(lines.text.hasSuffix("* 127.0.0.1:\(port) refused the connection: nothing listens there\n"))
    }

    @Test(arguments: [
        ("Authorization", "Basic abc=", "Basic <redacted>"), ("Authorization", "justatoken", "<redacted>"),
        ("Proxy-Authorization", "Bearer x", "Bearer <redacted>"), ("Cookie", "a=b", "<redacted>"),
        ("X-Shopify-Access-Token", "x", "<redacted>"), ("X-Api-Key", "x", "<redacted>"), ("DPoP", "ey", "<redacted>"),
        ("Location", "http://h/cb?code=abc&x=1#state=s", "http://h/cb?code=<redacted>&x=1#state=<redacted>"),
        ("Link", "<https://h/?key=abc&page=2>; rel=\"next\"", "<https://h/?key=<redacted>&page=2>; rel=\"next\""),
        ("Cache-Control", "max-age=60, public", "max-age=60, public"), ("ETag", "\"a=b\"", "\"a=b\""),
        ("WWW-Authenticate", "Bearer realm=\"x\", scope=\"a\"", "Bearer realm=\"x\", scope=\"a\""),
    ])
    func `leaves credentials out of headers`(name: String, value: String, shown: String) throws {
        let field = HTTPField(name: try #require(HTTPField.Name(name)), value: value)
        #expect(Redaction.header(field) == "\(name): \(shown)")
    }

    @Test func `does not let a server write to the terminal`() {
        #expect(Redaction.printable("a\u{1b}[31mb\u{7}c\td") == "a\\u{1b}[31mb\\u{7}c\td")
    }
}

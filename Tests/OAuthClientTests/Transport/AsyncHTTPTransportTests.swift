import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct AsyncHTTPTransportTests {
    @Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
    func `sends every method with its body`(method: String) async throws {
        let server = ScriptedServer { .text("200 OK", [], "\($0.method) \($0.target) \($0.text)") }
        let request = TransportRequest(
            method: method, url: server.url("/a%20b?x=%2F&y"), body: .bytes(Array("hé".utf8)))
        #expect(try await AsyncHTTPTransport.test().text(request) == "\(method) /a%20b?x=%2F&y hé")
    }

    @Test func `reads status, version and repeated headers`() async throws {
        let server = ScriptedServer { _ in .text("418 I'm a teapot", ["X-A: 1", "x-a: 2", "Link: <n>; rel=next"], "") }
        let response = try await AsyncHTTPTransport.test().send(TransportRequest(url: server.url()))
        #expect(response.status == 418)
        #expect(response.httpVersion == "HTTP/1.1")
        #expect(response.headers[values: HTTPField.Name("X-A")!] == ["1", "2"])
    }

    @Test func `adds its own headers only where the request has none`() async throws {
        let server = ScriptedServer { .text("200 OK", [], "\($0["user-agent"] ?? "")|\($0["accept-encoding"] ?? "")") }
        let transport = AsyncHTTPTransport.test()
        #expect(try await transport.text(TransportRequest(url: server.url())) == "oauthlua|gzip, deflate")
        let own: HTTPFields = [.userAgent: "mine/1", .acceptEncoding: "identity"]
        #expect(try await transport.text(TransportRequest(url: server.url(), headers: own)) == "mine/1|identity")
    }

    @Test func `never follows a redirect`() async throws {
        let server = ScriptedServer { _ in .text("302 Found", ["Location: /next"]) }
        let response = try await AsyncHTTPTransport.test().send(TransportRequest(url: server.url()))
        #expect(response.status == 302)
        #expect(server.requests.count == 1)
    }

    @Test func `uses a connection again once a body was read`() async throws {
        let server = ScriptedServer { _ in .text("200 OK", [], "x") }
        let transport = AsyncHTTPTransport.test()
        for _ in 0..<5 { _ = try await transport.text(TransportRequest(url: server.url())) }
        #expect(server.requests.count == 5)
        #expect(server.acceptedConnections == 1)
        await transport.shutdown()
        #expect(await failure { try await transport.text(TransportRequest(url: server.url())) }?.kind == .network)
    }

    @Test func `streams a file as the body`() async throws {
        let folder = TestFolder()
        let text = String(repeating: "0123456789", count: 30_000)
        let path = folder.write(text, to: "body")
        let server = ScriptedServer { .text("200 OK", [], "\($0["content-length"] ?? "") \($0.text.hasSuffix("789"))") }
        let request = TransportRequest(method: "PUT", url: server.url(), body: .file(path))
        #expect(try await AsyncHTTPTransport.test().text(request) == "300000 true")
        #expect(server.requests[0].text == text)
    }

    @Test(arguments: ["/nonexistent/file", "/tmp"])
    func `refuses to send what is no regular file`(path: String) async throws {
        let server = ScriptedServer { _ in .text("200 OK") }
        let error = await failure {
            try await AsyncHTTPTransport.test()
                .send(TransportRequest(method: "PUT", url: server.url(), body: .file(path)))
        }
        #expect(error?.kind == .config)
        #expect(error?.message.contains(path) == true)
    }

    @Test(arguments: [
        ("gzip", gzipped("hello") + gzipped(" world")), ("x-gzip", gzipped("hello world")),
        ("deflate", compressed(Array("hello world".utf8), bits: 15)),
        ("deflate", compressed(Array("hello world".utf8), bits: -15)), ("identity", Array("hello world".utf8)),
    ])
    func `undoes content codings`(coding: String, body: [UInt8]) async throws {
        let server = ScriptedServer { _ in .bytes("200 OK", ["Content-Encoding: \(coding)"], body) }
        #expect(try await AsyncHTTPTransport.test().text(TransportRequest(url: server.url())) == "hello world")
    }

    @Test(arguments: ["HEAD", "GET"])
    func `takes an empty body for empty whatever its coding`(method: String) async throws {
        let server = ScriptedServer { _ in
            .keep(
                Array(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(method == "HEAD" ? 99 : 0)\r\n\r\n"
                        .utf8))
        }
        let request = TransportRequest(method: method, url: server.url())
        #expect(try await AsyncHTTPTransport.test().text(request).isEmpty)
    }

    @Test func `reads a chunked body`() async throws {
        let server = ScriptedServer { _ in
            .keep(
                Array(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n".utf8))
        }
        #expect(try await AsyncHTTPTransport.test().text(TransportRequest(url: server.url())) == "hello world")
    }

    @Test func `sends many requests at a time`() async throws {
        let server = ScriptedServer { .text("200 OK", [], $0.target) }
        let transport = AsyncHTTPTransport.test()
        let answers = try await withThrowingTaskGroup(of: (String, String).self) { group in
            for number in 0..<50 {
                group.addTask {
                    ("/\(number)", try await transport.text(TransportRequest(url: server.url("/\(number)"))))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 50)
        #expect(answers.allSatisfy { $0.0 == $0.1 })
    }
}

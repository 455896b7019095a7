import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct TransportFailureTests {
    private func failing(_ url: URL, _ timeouts: Timeouts = Timeouts()) async -> OAuthError? {
        await failure { try await AsyncHTTPTransport.test().text(TransportRequest(url: url, timeouts: timeouts)) }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nonly this",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nonly\r\n",
    ])
    func `says that a body was cut short`(answer: String) async throws {
        let server = ScriptedServer { _ in .close(Array(answer.utf8)) }
        let error = await failing(server.url("/list?token=secret"))
        #expect(error?.kind == .network)
        #expect(error?.isTransient == true)
        #expect(error?.message.contains("cut short") == true)
        #expect(error?.url == "http://127.0.0.1:\(server.port)/list")
    }

    @Test func `says that compressed data was cut short or is damaged`() async throws {
        let whole = gzipped(String(repeating: "text", count: 999))
        let short = ScriptedServer { _ in .bytes("200 OK", ["Content-Encoding: gzip"], Array(whole.dropLast(9))) }
        #expect(await failing(short.url())?.kind == .network)
        let damaged = ScriptedServer { _ in .bytes("200 OK", ["Content-Encoding: gzip"], Array("no gzip".utf8)) }
        #expect(await failing(damaged.url())?.kind == .decode)
    }

    @Test func `names the total timeout, for the head and for the body`() async throws {
        let timeouts = Timeouts(total: .milliseconds(250))
        for start in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"] {
            let server = ScriptedServer { _ in .hang(Array(start.utf8)) }
            let error = await failing(server.url(), timeouts)
            #expect(error?.kind == .timeout)
            #expect(
                error?.message
                    == "the request to 127.0.0.1:\(server.port) was not finished within its total timeout of 0.25 s")
        }
    }

    @Test func `names the connect timeout, TLS included`() async throws {
        let silent = SocketServer { connection in while Sockets.read(connection) != nil {} }
        let error = await failing(
            URL(string: "https://127.0.0.1:\(silent.port)/")!, Timeouts(connect: .milliseconds(300)))
        #expect(error?.kind == .timeout)
        #expect(error?.message == "no connection to 127.0.0.1:\(silent.port) within the connect timeout of 0.3 s")
    }

    @Test func `tells a refused connection from an unknown host`() async throws {
        let (descriptor, port) = Sockets.bind()
        defer { close(descriptor) }
        for host in ["127.0.0.1", "localhost"] {
            let refused = await failing(URL(string: "http://\(host):\(port)/")!)
            #expect(refused?.kind == .network)
            #expect(refused?.message == "\(host):\(port) refused the connection: nothing listens there")
        }
        let unknown = await failing(URL(string: "http://no-such-host.invalid/")!)
        #expect(unknown?.kind == .network)
        #expect(unknown?.message == "there is no host named no-such-host.invalid")
    }

    @Test func `tells a server that closes from one that speaks something else`() async throws {
        let closing = ScriptedServer { _ in .close([]) }
        #expect(await failing(closing.url())?.message.contains("closed the connection without an answer") == true)
        let other = ScriptedServer { _ in .close(Array("220 mail.example ESMTP\r\n".utf8)) }
        #expect(await failing(other.url())?.message.contains("did not answer in HTTP") == true)
        let plain = SocketServer { connection in
            _ = Sockets.read(connection)
            Sockets.write(connection, Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        }
        let noTLS = await failing(URL(string: "https://127.0.0.1:\(plain.port)/")!)
        #expect(noTLS?.kind == .network)
        #expect(noTLS?.message == "127.0.0.1:\(plain.port) does not speak TLS")
    }

    @Test func `lets a body be read after its transport has gone`() async throws {
        let server = ScriptedServer { _ in .text("200 OK", [], String(repeating: "x", count: 10 << 20)) }
        let response = try await AsyncHTTPTransport.test().send(TransportRequest(url: server.url()))
        #expect(try await response.body.collect(limit: 20 << 20).count == 10 << 20)
    }

    @Test func `is cancelled with its task, also within the body`() async throws {
        let server = ScriptedServer { _ in .hang(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx".utf8)) }
        let response = try await AsyncHTTPTransport.test().send(TransportRequest(url: server.url()))
        let reading = Task { try await response.body.collect(limit: 100) }
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
    }
}

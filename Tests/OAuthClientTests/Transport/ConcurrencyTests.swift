import Foundation
import NIOCore
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Many requests at a time: how many connections they take, and what they wait for.
struct ConcurrencyTests {
    private func transport(perHost: Int, caFile: String? = nil, tracer: (any TransportTracer)? = nil)
        -> AsyncHTTPTransport
    {
        AsyncHTTPTransport(
            TransportConfiguration(environment: [:], caFile: caFile, tracer: tracer, connectionsPerHost: perHost))
    }

    @Test(arguments: [1, 4]) func `opens no more connections than it may`(limit: Int) async throws {
        let now = Counter()
        let server = ScriptedServer { request in
            now.add()
            // The first wait for each other: a busy machine may send them one by one.
            for _ in 0..<10_000 where now.highest < limit { usleep(2000) }
            usleep(2000)
            now.add(-1)
            return .text("200 OK", [], request.target)
        }
        let transport = transport(perHost: limit)
        try await withThrowingTaskGroup { group in
            for number in 0..<40 {
                group.addTask {
                    let text = try await transport.text(TransportRequest(url: server.url("/\(number)")))
                    #expect(text == "/\(number)")
                }
            }
            try await group.waitForAll()
        }
        #expect(now.highest == limit)
        #expect(server.acceptedConnections == limit)
    }

    /// Waiting for the others is none of the server's time.
    @Test func `does not count waiting as time`() async throws {
        let server = ScriptedServer { _ in
            usleep(150_000)
            return .text("200 OK", [], "x")
        }
        let transport = transport(perHost: 1)
        try await withThrowingTaskGroup { group in
            for _ in 0..<6 {
                group.addTask {
                    let timeouts = Timeouts(connect: .milliseconds(400), total: .milliseconds(600))
                    let response = try await transport.send(TransportRequest(url: server.url(), timeouts: timeouts))
                    _ = try await response.body.collect(limit: 10)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `gives up waiting when it is cancelled`() async throws {
        let server = ScriptedServer { $0.target == "/answered" ? .text("200 OK", [], "x") : .hang([]) }
        let transport = transport(perHost: 1)
        let first = Task { try await transport.text(TransportRequest(url: server.url())) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let second = Task { try await transport.text(TransportRequest(url: server.url())) }
        try await Task.sleep(for: .milliseconds(50))
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        // The only place is free again.
        #expect(try await transport.text(TransportRequest(url: server.url("/answered"))) == "x")
    }

    @Test(.timeLimit(.minutes(1))) func `does not wait for whoever reads a body as it comes`() async throws {
        let server = ScriptedServer { $0.target == "/stream" ? .text("200 OK", [], "held") : .text("200 OK", [], "x") }
        let transport = transport(perHost: 1)
        var timeouts = Timeouts()
        timeouts.mayStream = true
        let held = try await transport.send(TransportRequest(url: server.url("/stream"), timeouts: timeouts))
        #expect(try await transport.text(TransportRequest(url: server.url())) == "x")
        #expect(String(decoding: try await held.body.collect(limit: 10), as: UTF8.self) == "held")
    }

    @Test func `lets token requests pass those that wait for them`() async throws {
        let server = ScriptedServer { $0.target == "/slow" ? .hang([]) : .text("200 OK", [], "token") }
        let transport = transport(perHost: 1)
        let slow = Task { try await transport.text(TransportRequest(url: server.url("/slow"))) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        #expect(try await transport.text(TransportRequest(url: server.url("/token"), isConfidential: true)) == "token")
        slow.cancel()
    }

    @Test func `sends all of them through one connection by HTTP 2`() async throws {
        let certificate = try Certificate(for: "DNS:localhost")
        let connections = Connections()
        try await withSecureServer(certificate) { port in
            let transport = transport(perHost: 64, caFile: certificate.certificate, tracer: connections)
            _ = try await transport.text(TransportRequest(url: URL(string: "https://localhost:\(port)/first")!))
            try await withThrowingTaskGroup { group in
                for number in 0..<50 {
                    group.addTask {
                        let text = try await transport.text(
                            TransportRequest(url: URL(string: "https://localhost:\(port)/\(number)")!))
                        #expect(text == "GET /\(number)")
                    }
                }
                try await group.waitForAll()
            }
            await transport.shutdown()
        }
        #expect(connections.versions.withLock { $0 } == ["HTTP/2"])
    }

    /// A server that sends faster than anyone reads fills no memory.
    @Test func `reads no more of a body than it has to`() async throws {
        let sent = Counter()
        let server = SocketServer { connection in
            var pending: [UInt8] = []
            guard ScriptedServer.readHead(connection, &pending) != nil else { return }
            Sockets.write(connection, Array("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n".utf8))
            let block = [UInt8](repeating: 0x61, count: 64 << 10)
            while Sockets.write(connection, block) { sent.add(block.count) }
        }
        let transport = transport(perHost: 1)
        let response = try await transport.send(TransportRequest(url: URL(string: "http://127.0.0.1:\(server.port)/")!))
        var before = -1
        // What the kernel holds is not ours to say; it is some MB, and then it stands still.
        while sent.value != before {
            before = sent.value
            try await Task.sleep(for: .milliseconds(300))
        }
        #expect(before < 64 << 20)
        var read = 0
        for try await chunk in response.body {
            read += chunk.readableBytes
            if read > 100 << 20 { break }
        }
        #expect(read > 100 << 20)
    }

    private final class Connections: TransportTracer {
        let versions = Mutex<[String]>([])
        func trace(_ event: TransportEvent) {
            if case .connected(_, _, let version) = event { versions.withLock { $0.append(version) } }
        }
    }
}

import Foundation
import TestSupport
import Testing

@testable import DemoProvider

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The provider ends when its task is cancelled, whatever its clients are doing; a test that hangs here has failed.
@Suite(.timeLimit(.minutes(10))) struct EndTests {
    @Test(arguments: [
        "GET /api/slow?ms=600000&body=1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /api/big?mb=4096 HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf",
        "GET /api/html HTTP/1.1\r\nHost: x\r\n\r\n",
    ])
    func aClientDoesNotKeepItAlive(request: String) async throws {
        let held = Held()
        try await Visitor.visit { visitor async throws in
            // A client that sends, takes the first bytes of an answer if there is one to come, and then sits there.
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            held.socket = client
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(visitor.endpoints.port).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            let connected = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            #expect(connected == 0)
            #expect(send(client, request, request.utf8.count, 0) == request.utf8.count)
            guard request.hasPrefix("GET") else { return }
            var first: UInt8 = 0
            // Asked without blocking: the provider needs the thread.
            while recv(client, &first, 1, Int32(MSG_DONTWAIT)) != 1 {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        close(held.socket)
    }

    /// NIO ends the program where a server lets go of a connection that it has accepted and not served.
    @Test func connectionsThatAreBeingOpenedDoNotBreakIt() async throws {
        for _ in 0..<25 {
            let (bursts, add) = AsyncStream.makeStream(of: ConnectionBurst.self)
            try await Visitor.visit { visitor async throws in
                add.yield(await ConnectionBurst(port: visitor.endpoints.port))
                add.finish()
            }
            for await burst in bursts { await burst.stop() }
        }
    }

    private final class Held: @unchecked Sendable {
        // Written by the visit and read after it: never at once.
        var socket: Int32 = -1
    }
}

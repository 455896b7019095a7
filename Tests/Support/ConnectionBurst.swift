import Foundation
import Synchronization

/// Opens connections to a port of 127.0.0.1 as fast as a thread can, each with the first bytes of a request that never
/// goes on, until it is stopped or has opened a thousand: what a server meets at the worst moment of its life.
///
/// The connections end in a reset, so that thousands of them leave no port in use.
public final class ConnectionBurst: Sendable {
    private let isStopped = Atomic(false)
    private let ended: AsyncStream<Void>

    /// Returns once this many connections have been opened; more follow.
    public init(port: Int, first count: Int = 8) async {
        let (opened, announce) = AsyncStream.makeStream(of: Void.self)
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        self.ended = ended
        Thread.detachNewThread { [self] in
            var total = 0
            // The last ones stay open.
            var held: [Int32] = []
            while total < 1000, !isStopped.load(ordering: .relaxed) {
                held.append(Self.open(port))
                if held.count > 16 { close(held.removeFirst()) }
                total += 1
                if total == count { announce.finish() }
            }
            for descriptor in held { close(descriptor) }
            announce.finish()
            end.finish()
        }
        for await _ in opened {}
    }

    /// Returns when no further connection will be opened.
    public func stop() async {
        isStopped.store(true, ordering: .relaxed)
        for await _ in ended {}
    }

    private static func open(_ port: Int) -> Int32 {
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var reset = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, socklen_t(MemoryLayout<linger>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                // Where it is refused or not there yet, the next one has more luck.
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        _ = send(descriptor, "GET /", 5, Int32(MSG_NOSIGNAL))
        return descriptor
    }
}

import Foundation
import Synchronization

/// TCP ports of 127.0.0.1 for servers that must be told a port before they start.
public enum FreePort {
    private static let given = Mutex<Set<Int>>([])

    /// A port that nobody listens on now, and another one each time. Prefer port 0 wherever the server can say which one it got.
    ///
    /// Below the range that the kernel gives to outgoing connections and to port 0, so that nothing takes it by chance
    /// before the server does.
    public static func find() throws -> Int {
        for _ in 0..<200 {
            let port = Int.random(in: 20000..<32000)
            if try isFree(port), given.withLock({ $0.insert(port).inserted }) { return port }
        }
        throw ProcessFailure(description: "no free port found")
    }

    private static func isFree(_ port: Int) throws -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else {
            throw ProcessFailure(description: "cannot make a socket: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

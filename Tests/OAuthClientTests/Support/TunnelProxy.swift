import Foundation
import Synchronization

/// A proxy that connects to whatever port it is told, always on this machine: by CONNECT or by SOCKS 5.
final class TunnelProxy: Sendable {
    private let log: Log
    private let server: SocketServer

    var port: Int { server.port }
    /// The heads of CONNECT requests, or `socks host:port`.
    var requests: [String] { log.requests.withLock { $0 } }

    private final class Log: Sendable {
        let requests = Mutex<[String]>([])
        func add(_ text: String) { requests.withLock { $0.append(text) } }
    }

    /// - Parameter refusal: a status line to answer every CONNECT with.
    static func connect(refusal: String? = nil) -> TunnelProxy {
        TunnelProxy { connection, log in
            var pending: [UInt8] = []
            guard let head = ScriptedServer.readHead(connection, &pending) else { return }
            log.add(head)
            if let refusal {
                Sockets.write(connection, Array("HTTP/1.1 \(refusal)\r\nContent-Length: 0\r\n\r\n".utf8))
                return
            }
            let target = head.split(separator: " ")[1]
            guard let port = target.split(separator: ":").last.flatMap({ Int($0) }),
                let other = Sockets.connect(to: port)
            else { return }
            Sockets.write(connection, Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8))
            Sockets.join(connection, other)
            close(other)
        }
    }

    /// RFC 1928 without authentication.
    static func socks() -> TunnelProxy {
        TunnelProxy { connection, log in
            guard let greeting = Sockets.read(connection, exactly: 2), greeting[0] == 5,
                Sockets.read(connection, exactly: Int(greeting[1])) != nil
            else { return }
            Sockets.write(connection, [5, 0])
            guard let request = Sockets.read(connection, exactly: 4), request[1] == 1 else { return }
            let host: String
            switch request[3] {
            case 1: host = (Sockets.read(connection, exactly: 4) ?? []).map(String.init).joined(separator: ".")
            case 3:
                let count = Int(Sockets.read(connection, exactly: 1)?[0] ?? 0)
                host = String(decoding: Sockets.read(connection, exactly: count) ?? [], as: UTF8.self)
            default: return
            }
            guard let bytes = Sockets.read(connection, exactly: 2) else { return }
            let port = Int(bytes[0]) << 8 | Int(bytes[1])
            log.add("socks \(host):\(port)")
            guard let other = Sockets.connect(to: port) else {
                Sockets.write(connection, [5, 5, 0, 1, 0, 0, 0, 0, 0, 0])
                return
            }
            Sockets.write(connection, [5, 0, 0, 1, 127, 0, 0, 1, 0, 0])
            Sockets.join(connection, other)
            close(other)
        }
    }

    private init(serve: @escaping @Sendable (Int32, Log) -> Void) {
        let log = Log()
        self.log = log
        server = SocketServer { serve($0, log) }
    }
}

import Foundation
import Synchronization

/// An HTTP/1.1 server that answers with exactly the bytes a test wants.
final class ScriptedServer: Sendable {
    struct Request: Sendable {
        var method: String
        var target: String
        var headers: [(name: String, value: String)]
        var body: [UInt8]

        subscript(name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    enum Answer: Sendable {
        /// The connection stays open for the next request.
        case keep([UInt8])
        case close([UInt8])
        /// The connection stays open and nothing more comes.
        case hang([UInt8])

        static func text(_ status: String, _ headers: [String] = [], _ body: String = "") -> Answer {
            .bytes(status, headers, Array(body.utf8))
        }

        static func bytes(_ status: String, _ headers: [String], _ body: [UInt8]) -> Answer {
            let head = ["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.count)", "", ""]
            return .keep(Array(head.joined(separator: "\r\n").utf8) + body)
        }
    }

    private let log: Log
    private let server: SocketServer

    var port: Int { server.port }
    var requests: [Request] { log.requests.withLock { $0 } }
    var acceptedConnections: Int { server.acceptedConnections }

    func url(_ path: String = "/", host: String = "127.0.0.1") -> URL { URL(string: "http://\(host):\(port)\(path)")! }

    init(answer: @escaping @Sendable (Request) -> Answer) {
        let log = Log()
        self.log = log
        server = SocketServer { connection in
            var pending: [UInt8] = []
            while let request = Self.readRequest(connection, &pending) {
                log.requests.withLock { $0.append(request) }
                switch answer(request) {
                case .keep(let bytes): Sockets.write(connection, bytes)
                case .close(let bytes):
                    Sockets.write(connection, bytes)
                    return
                case .hang(let bytes):
                    Sockets.write(connection, bytes)
                    while Sockets.read(connection) != nil {}
                    return
                }
            }
        }
    }

    private final class Log: Sendable {
        let requests = Mutex<[Request]>([])
    }

    private static func readRequest(_ connection: Int32, _ pending: inout [UInt8]) -> Request? {
        guard let head = readHead(connection, &pending) else { return nil }
        let lines = head.components(separatedBy: "\r\n")
        let first = lines[0].split(separator: " ")
        guard first.count == 3 else { return nil }
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (String(line[..<colon]), line[colon...].dropFirst().trimmingCharacters(in: .whitespaces))
        }
        var request = Request(method: String(first[0]), target: String(first[1]), headers: headers, body: [])
        let length = request["content-length"].flatMap { Int($0) } ?? 0
        while pending.count < length {
            guard let more = Sockets.read(connection) else { return nil }
            pending += more
        }
        request.body = Array(pending[..<length])
        pending.removeFirst(length)
        return request
    }

    static func readHead(_ connection: Int32, _ pending: inout [UInt8]) -> String? {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let range = pending.firstRange(of: end) {
                let head = String(decoding: pending[..<range.lowerBound], as: UTF8.self)
                pending.removeFirst(range.upperBound)
                return head
            }
            guard let more = Sockets.read(connection) else { return nil }
            pending += more
        }
    }
}

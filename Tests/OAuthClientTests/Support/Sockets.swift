import Foundation
import Synchronization

/// Blocking TCP on loopback, for test servers that must be able to misbehave.
enum Sockets {
    static func listen() -> (descriptor: Int32, port: Int) {
        let bound = bind()
        precondition(Glibc.listen(bound.descriptor, 64) == 0)
        return bound
    }

    /// A port that refuses connections for as long as the descriptor is open: nobody else can get it meanwhile.
    static func bind() -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                precondition(Glibc.bind(descriptor, pointer, length) == 0)
                getsockname(descriptor, pointer, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
        return (descriptor, port)
    }

    static func connect(to port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    /// nil at the end or on an error.
    static func read(_ descriptor: Int32, atMost count: Int = 65536) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = recv(descriptor, &bytes, count, 0)
        return read > 0 ? Array(bytes[..<read]) : nil
    }

    static func read(_ descriptor: Int32, exactly count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard let more = read(descriptor, atMost: count - bytes.count) else { return nil }
            bytes += more
        }
        return bytes
    }

    @discardableResult static func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let sent = bytes[offset...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent <= 0 { return false }
            offset += sent
        }
        return true
    }

    /// Copies both ways until both sides have ended.
    static func join(_ one: Int32, _ other: Int32) {
        let isDone = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            while let bytes = read(one), write(other, bytes) {}
            shutdown(other, Int32(SHUT_RDWR))
            isDone.signal()
        }
        while let bytes = read(other), write(one, bytes) {}
        shutdown(one, Int32(SHUT_RDWR))
        isDone.wait()
    }
}

/// Accepts connections on a thread, each served on a thread of its own, until it is released.
final class SocketServer: Sendable {
    let port: Int
    private let listener: Int32
    private let open: OpenConnections

    init(serve: @escaping @Sendable (Int32) -> Void) {
        let (listener, port) = Sockets.listen()
        let open = OpenConnections()
        self.listener = listener
        self.port = port
        self.open = open
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                open.add(connection)
                Thread.detachNewThread {
                    serve(connection)
                    open.remove(connection)
                }
            }
            close(listener)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        open.end()
    }

    var acceptedConnections: Int { open.total }
}

private final class OpenConnections: Sendable {
    private let state = Mutex((open: Set<Int32>(), total: 0))

    var total: Int { state.withLock { $0.total } }

    func add(_ connection: Int32) {
        state.withLock { state in
            state.open.insert(connection)
            state.total += 1
        }
    }

    func remove(_ connection: Int32) {
        state.withLock { state in
            state.open.remove(connection)
            shutdown(connection, Int32(SHUT_RDWR))
            _ = close(connection)
        }
    }

    func end() {
        state.withLock { state in
            for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }
}

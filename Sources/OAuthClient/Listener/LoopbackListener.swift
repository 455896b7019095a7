import OAuthCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The listener of the real program, by Hummingbird's server core: HTTP/1.1 on a loopback address, no signal handlers,
/// no log.
///
/// At most 16 connections, 16 kB of headers, 10 s for a connection that says nothing.
public struct LoopbackListener: CallbackListening {
    public init() {}

    public func listen(
        host: String, port: Int?, path: String,
        handle: @escaping @Sendable (CallbackRequest) async -> CallbackReply
    ) async throws -> any BoundListener {
        let name = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        do {
            switch name.lowercased() {
            case "127.0.0.1", "::1":
                return try await BoundServer.start(name, port: port ?? 0, named: [name], path: path, handle: handle)
            case "localhost":
                return try await listenOnBothFamilies(port: port ?? 0, path: path, handle: handle)
            default:
                throw OAuthError(.config, "\(host) is no loopback address that the callback can listen on")
            }
        } catch let error as BoundServer.CannotBind {
            throw error.explanation
        }
    }

    /// `localhost` is 127.0.0.1 to one browser and ::1 to another, so both are bound to one port. IPv6 may be missing.
    private func listenOnBothFamilies(
        port: Int, path: String, handle: @escaping @Sendable (CallbackRequest) async -> CallbackReply
    ) async throws -> any BoundListener {
        let names = ["localhost", "127.0.0.1", "::1"]
        var attempts = port == 0 ? 5 : 1
        while true {
            attempts -= 1
            let first = try await BoundServer.start("127.0.0.1", port: port, named: names, path: path, handle: handle)
            do {
                let second = try await BoundServer.start(
                    "::1", port: first.port, named: names, path: path, handle: handle)
                return ServerPair(first: first, second: second)
            } catch let error as BoundServer.CannotBind where ![EADDRINUSE, EACCES].contains(error.code) {
                return first
            } catch {
                await first.close()
                if attempts == 0 { throw error }
            }
        }
    }
}

private struct ServerPair: BoundListener {
    let first: BoundServer
    let second: BoundServer

    var port: Int { first.port }

    func close() async {
        await first.close()
        await second.close()
    }
}

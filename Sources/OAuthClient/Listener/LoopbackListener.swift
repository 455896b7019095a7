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
/// At most 16 connections, 16 kB of headers, 64 kB of a form, 10 s for a connection that says nothing.
public struct LoopbackListener: CallbackListening {
    public init() {}

    public func listen(
        at place: CallbackPlace, handle: @escaping @Sendable (CallbackRequest) async -> CallbackReply
    ) async throws -> any BoundListener {
        var place = place
        if place.host.hasPrefix("["), place.host.hasSuffix("]") {
            place.host = String(place.host.dropFirst().dropLast())
        }
        place.host = place.host.lowercased()
        do {
            switch place.host {
            case "127.0.0.1", "::1":
                return try await BoundServer.start(place.host, at: place, named: [place.host], handle: handle)
            case "localhost":
                return try await listenOnBothFamilies(place, handle: handle)
            default:
                throw OAuthError(.config, "\(place.host) is no loopback address that the callback can listen on")
            }
        } catch let error as BoundServer.CannotBind {
            throw error.explanation
        }
    }

    /// `localhost` is 127.0.0.1 to one browser and ::1 to another, so both are bound to one port. IPv6 may be missing.
    private func listenOnBothFamilies(
        _ place: CallbackPlace, handle: @escaping @Sendable (CallbackRequest) async -> CallbackReply
    ) async throws -> any BoundListener {
        let names = ["localhost", "127.0.0.1", "::1"]
        var attempts = (place.port ?? 0) == 0 ? 5 : 1
        while true {
            attempts -= 1
            let first = try await BoundServer.start("127.0.0.1", at: place, named: names, handle: handle)
            do {
                var second = place
                second.port = first.port
                return ServerPair(
                    first: first, second: try await BoundServer.start("::1", at: second, named: names, handle: handle))
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

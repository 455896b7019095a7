import HTTPTypes
import HummingbirdCore
import Logging
import LoopbackHTTP
import NIOCore
import OAuthCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One bound address of the callback listener.
final class BoundServer: BoundListener {
    let port: Int
    private let server: Server<CallbackConnections>
    private let running: Task<Void, Never>

    private init(port: Int, server: Server<CallbackConnections>, running: Task<Void, Never>) {
        self.port = port
        self.server = server
        self.running = running
    }

    /// Hummingbird waits for the requests under way, closes the idle connections, and then `run()` returns.
    func close() async {
        try? await server.shutdownGracefully()
        await running.value
    }

    /// The address could not be bound.
    struct CannotBind: Error {
        let code: Int32
        let explanation: OAuthError
    }

    /// - Throws: ``CannotBind``.
    static func start(
        _ address: String, at place: CallbackPlace, named names: [String],
        handle: @escaping @Sendable (CallbackRequest) async -> CallbackReply
    ) async throws -> BoundServer {
        do {
            return try await bind(address, at: place, named: names, handle: handle)
        } catch let error as IOError {
            throw CannotBind(code: error.errnoCode, explanation: explain(error.errnoCode, address, place.port ?? 0))
        }
    }

    private static func explain(_ code: Int32, _ address: String, _ port: Int) -> OAuthError {
        switch code {
        case EADDRINUSE:
            OAuthError(
                .config, "the port \(port) that the callback needs is in use by another program",
                advice: "See which with `ss -ltnp 'sport = :\(port)'`, or choose another port that the provider accepts"
            )
        case EACCES:
            OAuthError(
                .config, "the port \(port) that the callback needs is reserved for the system",
                advice: "Choose a port of 1024 or above")
        default:
            OAuthError(.config, "the callback cannot listen on \(address) port \(port): \(SystemError.text(code))")
        }
    }

    private static func bind(
        _ address: String, at place: CallbackPlace, named names: [String],
        handle: @escaping @Sendable (CallbackRequest) async -> CallbackReply
    ) async throws -> BoundServer {
        let port = place.port ?? 0
        let silent = Logger(label: "oauthlua.listener") { _ in SwiftLogNoOpLogHandler() }
        let responder = CallbackResponder(names: names, place: place, handle: handle)
        let channel = HTTP1Channel(
            responder: { request, writer, channel in
                let response = await responder.respond(to: request, on: channel.localAddress?.port ?? 0)
                try await writer.write(response: response.head, body: response.body)
            },
            configuration: HTTP1Channel.Configuration(
                idleTimeout: .seconds(10),
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 16 << 10, maxHeaderFieldCount: 100)))
        let (bound, announce) = AsyncThrowingStream.makeStream(of: Int.self)
        let server = Server(
            childChannelSetup: CallbackConnections(http: HTTP1Connections(channel), tls: place.certificate?.context),
            configuration: ServerConfiguration(
                address: .hostname(address, port: port), backlog: 16,
                availableConnectionsDelegate: MaximumAvailableConnections(16, logger: silent)),
            onServerRunning: { channel in
                announce.yield(channel.localAddress?.port ?? port)
                announce.finish()
            },
            eventLoopGroup: EventLoops.shared, logger: silent)
        let running = Task {
            do { try await server.run() } catch { announce.finish(throwing: error) }
        }
        for try await port in bound { return BoundServer(port: port, server: server, running: running) }
        // Cancelled while it was being bound: nobody would close it later.
        try? await server.shutdownGracefully()
        await running.value
        throw CancellationError()
    }
}

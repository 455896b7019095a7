import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import LoopbackHTTP
import NIOCore
import OAuthCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A real little authorization server with a calendar API behind it, on loopback and in memory.
///
/// `oauthlua demo` and the tests run it, so that the whole story can be told without an account anywhere. It follows
/// RFC 6749, 6750, 7009, 7636, 7662, 8414, 9207 and the Google Calendar API's shapes; it is not made for a network.
///
/// Beside the endpoints that ``Endpoints`` names there are `/api/…`, which answers in every way an API can
/// (`PlaygroundController`), and `/_demo/…`, with which tests make tokens expire and requests fail (`OperatorController`).
///
/// ```swift
/// try await DemoProvider().run { endpoints in print(endpoints.authorizationURL) }
/// ```
public struct DemoProvider: Sendable {
    public var options: Options

    public init(_ options: Options = Options()) { self.options = options }

    /// Serves until the task is cancelled, and then returns.
    ///
    /// - Parameter onReady: Called once, beside the server and not before it: it may send requests itself.
    /// - Throws: ``OAuthError`` of kind `config` where the port cannot be bound.
    public func run(onReady: @escaping @Sendable (Endpoints) async -> Void) async throws {
        guard (0...65_535).contains(options.port) else {
            throw OAuthError(
                .config, "The demo provider cannot listen on port \(options.port)", advice: "Choose 0 to 65535")
        }
        let logger = Logger(label: "demo-provider", factory: { _ in SwiftLogNoOpLogHandler() })
        let authority = options.usesTLS ? try CertificateAuthority(hosts: options.masquerade?.hosts ?? []) : nil
        let state = ProviderState(options: options, authority: authority)
        let router = Routes(state: state, options: options).responder()
        let clock = MovedClock(state: state, router: router, logger: logger)
        let (bound, announce) = AsyncStream.makeStream(of: Endpoints.self)
        let application = Application(
            responder: router,
            server: try Self.server(authority, clock: clock),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: options.port)),
            onServerRunning: { channel in
                // The first connection is accepted only after this returns, so no handler sees endpoints without a port.
                var endpoints = Endpoints(port: channel.localAddress?.port ?? options.port, options: options)
                endpoints.authority = authority
                await state.open(at: endpoints)
                announce.yield(endpoints)
                announce.finish()
            },
            logger: logger)

        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await endpoints in bound { await onReady(endpoints) }
            }
            group.addTask {
                do {
                    try await application.run()
                } catch {
                    // Whatever a cancelled server throws is how it ends.
                    guard !Task.isCancelled else { return }
                    guard let error = error as? IOError else { throw error }
                    throw OAuthError(
                        .config,
                        "The demo provider cannot listen on 127.0.0.1:\(options.port): \(String(cString: strerror(error.errnoCode)))",
                        advice: "Choose another port, or 0 for a free one")
                }
            }
            // The first failure ends the rest, which waiting for all of them would not.
            while try await group.next() != nil {}
        }
    }

    private static func server(
        _ authority: CertificateAuthority?, clock: MovedClock<some HTTPResponder<DemoContext>>
    ) throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder { responder in
            HTTP1Connections(HTTP1Channel(responder: clock.around(responder)))
        }
        guard let authority else { return plain }
        return try .tls(plain, tlsConfiguration: try authority.tlsConfiguration)
    }
}

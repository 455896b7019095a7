import Foundation
import HTTPTypes
import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOPosix
import NIOSSL

/// Runs `body` while an https server that offers HTTP/2 and HTTP/1.1 answers `method path` to everything.
/// - Parameter clients: the only certificate that clients may show, and have to; nil: none is asked for.
func withSecureServer(
    _ certificate: Certificate, clients: Certificate? = nil, highest: TLSVersion = .tlsv13,
    _ body: @escaping @Sendable (Int) async throws -> Void
) async throws {
    var tls = TLSConfiguration.makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.certificate).map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.key, format: .pem)))
    if let clients {
        tls.certificateVerification = .noHostnameVerification
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(clients.certificate))
    }
    tls.maximumTLSVersion = highest
    tls.applicationProtocols = ["h2", "http/1.1"]
    let channel = try HTTP2UpgradeChannel(tlsConfiguration: tls) { request, writer, _ in
        try await writer.write(
            response: HTTPResponse(status: .ok),
            body: ResponseBody(byteBuffer: ByteBuffer(string: "\(request.method) \(request.uri.path)")))
    }
    let (ready, announce) = AsyncStream.makeStream(of: Int.self)
    let server = Server(
        childChannelSetup: channel, configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { channel in
            announce.yield(channel.localAddress?.port ?? 0)
            announce.finish()
        },
        eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    // Shut down and not cancelled, which would let go of connections that have been accepted and not served: NIO ends
    // the program at that.
    let running = Task {
        defer { announce.finish() }
        try await server.run()
    }
    let result = await Task {
        for await port in ready { try await body(port) }
    }.result
    try await server.shutdownGracefully()
    try await running.value
    try result.get()
}

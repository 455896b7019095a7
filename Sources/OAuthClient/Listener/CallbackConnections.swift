import HummingbirdCore
import Logging
import LoopbackHTTP
import NIOCore
import NIOSSL

/// The listener's connections: HTTP/1.1, inside TLS where there is a certificate.
struct CallbackConnections: ServerChildChannel {
    let http: HTTP1Connections
    let tls: NIOSSLContext?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        guard let tls else { return http.setup(channel: channel, logger: logger) }
        return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
        }.flatMap { http.setup(channel: channel, logger: logger) }
    }

    func handle(value: AcceptedConnection, logger: Logger) async { await http.handle(value: value, logger: logger) }
}

public import HummingbirdCore
public import Logging
public import NIOCore

/// Hummingbird's HTTP/1.1 in a server that may be stopped, or its task cancelled, while connections arrive.
public struct HTTP1Connections: ServerChildChannel {
    private let http: HTTP1Channel

    public init(_ http: HTTP1Channel) { self.http = http }

    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        http.setup(channel: channel, logger: logger).map { AcceptedConnection($0) }
    }

    public func handle(value: AcceptedConnection, logger: Logger) async {
        guard let connection = value.take() else { return }
        await http.handle(value: connection, logger: logger)
    }
}

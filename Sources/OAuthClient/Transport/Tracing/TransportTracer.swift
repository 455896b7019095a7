import OAuthCore

/// Watches a transport; what `--verbose` is made of.
public protocol TransportTracer: Sendable {
    /// Called from any thread, in the order of each exchange.
    func trace(_ event: TransportEvent)
}

public enum TransportEvent: Sendable {
    /// A new connection: `version` is `HTTP/1.1` or `HTTP/2`.
    case connected(address: String, port: Int, version: String)
    /// With every header that is sent but the connection's own (`Host`, `Content-Length`).
    case sending(TransportRequest)
    /// The head is there; the body is still to be read.
    case received(TransportResponse, for: TransportRequest)
    case failed(OAuthError)
}

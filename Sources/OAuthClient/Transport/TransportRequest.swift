import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What goes out: sent as it stands, to exactly this URL.
public struct TransportRequest: Sendable {
    /// An HTTP method in capitals: `GET`, `POST`, …
    public var method: String
    /// An absolute http or https URL. The fragment is not sent.
    public var url: URL
    /// Sent in this order, repeats included. `Host`, `Content-Length` and `Accept-Encoding` are the transport's business.
    public var headers: HTTPFields
    public var body: RequestBody
    public var timeouts: Timeouts
    /// Set for token endpoints and their like: tracing shows neither the request's body nor the response's.
    public var isConfidential: Bool
    /// What the transport would add by itself, and must not (`User-Agent`).
    public var withheldHeaders: Set<HTTPField.Name>
    /// What is shown to an https server that asks for a certificate.
    public var identity: ClientIdentity?
    /// Told of the bytes of the body as they go out. Called from any thread; it must return at once.
    var sent: (@Sendable (Int) -> Void)?

    public init(
        method: String = "GET", url: URL, headers: HTTPFields = [:], body: RequestBody = .none,
        timeouts: Timeouts = Timeouts(), isConfidential: Bool = false, withheldHeaders: Set<HTTPField.Name> = [],
        identity: ClientIdentity? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeouts = timeouts
        self.isConfidential = isConfidential
        self.withheldHeaders = withheldHeaders
        self.identity = identity
    }
}

/// A request's body. Every kind can be sent again, which a replay after a 401 and a 307 redirect rely on.
public enum RequestBody: Sendable {
    case none
    case bytes([UInt8])
    /// Bytes that hold secrets, such as a token request's form.
    case secret(Redacted<[UInt8]>)
    /// The file at this path, streamed; its size when the request starts is its `Content-Length`.
    case file(String)
    /// Bytes and files one after the other, each as above.
    case pieces([Piece])

    public enum Piece: Sendable {
        case bytes([UInt8])
        case file(String)
    }
}

/// How long an exchange may take. Both run on the monotonic clock.
public struct Timeouts: Sendable, Equatable {
    /// Until the connection is there, TLS included.
    public var connect: Duration
    /// From the call until the last byte of the response's body; nil for no limit.
    public var total: Duration?
    /// The body may be read as it comes: see ``TransportResponse/timer``.
    var mayStream = false
    /// How much of `total` was used up by earlier exchanges of the same request, such as redirects.
    var elapsed: Duration = .zero

    public init(connect: Duration = .seconds(10), total: Duration? = .seconds(300)) {
        self.connect = connect
        self.total = total
    }
}

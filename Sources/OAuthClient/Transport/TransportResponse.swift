import HTTPTypes

/// What came back: the head, and the body still to be read.
public struct TransportResponse: Sendable {
    public var status: Int
    /// The reason phrase, where the protocol has one (HTTP/1.1) and the server sent it.
    public var reason: String?
    /// `HTTP/1.0`, `HTTP/1.1` or `HTTP/2`.
    public var httpVersion: String
    /// In the order received, repeats included. `Content-Encoding` is as sent, though the body is already decompressed.
    public var headers: HTTPFields
    public var body: ResponseBody
    /// What the body may take, where the request's body may be read as it comes.
    var timer: BodyTimer?
    /// How long the request waited here until it could be sent, for others to end.
    var waited: Duration = .zero

    public init(
        status: Int, reason: String? = nil, httpVersion: String = "HTTP/1.1", headers: HTTPFields = [:],
        body: ResponseBody = ResponseBody([])
    ) {
        self.status = status
        self.reason = reason
        self.httpVersion = httpVersion
        self.headers = headers
        self.body = body
    }
}

import OAuthCore

/// A request that reached the callback's path: a GET, or a POST where forms are accepted.
public struct CallbackRequest: Sendable, Equatable {
    public var method: String
    public var path: String
    /// Of a GET the query, of a POST the form; decoded (`+` is a space).
    public var query: [Parameter]

    public init(method: String = "GET", path: String, query: [Parameter]) {
        self.method = method
        self.path = path
        self.query = query
    }
}

/// What the browser is shown.
public enum CallbackReply: Sendable, Equatable {
    /// 404 with nothing in it.
    case notFound
    /// 400: a request that is not the answer we wait for, such as one with a wrong state. The listener goes on.
    case ignored
    /// 200: the page that says that this connection is authorized and that the tab can be closed.
    case success(connection: String, profile: String? = nil)
    /// 400: the page that says what failed and why; the error's `advice` tells what to do next.
    case failure(OAuthError)
}

/// Answers the provider's redirect on a loopback address (RFC 8252 §7.3).
public protocol CallbackListening: Sendable {
    /// Listens, bound before this returns.
    /// - Parameter handle: called for every request that may be an answer, possibly several at a time, until the listener
    ///   is closed.
    /// - Throws: ``OAuthError`` of kind `config` that names a port already in use.
    func listen(
        at place: CallbackPlace, handle: @escaping @Sendable (CallbackRequest) async -> CallbackReply
    ) async throws -> any BoundListener
}

/// A listener that is bound.
public protocol BoundListener: Sendable {
    /// The real port.
    var port: Int { get }
    /// Ends once the replies under way have been sent. Can be called twice.
    func close() async
}

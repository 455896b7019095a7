/// One HTTP exchange: everything above it (tokens, redirects, retries) is built on this one method.
public protocol HTTPTransport: Sendable {
    /// Sends one request and returns as soon as the response's head is there; the body is read from the response.
    ///
    /// Never follows a redirect, never retries, never adds credentials. Whatever status the server answers is returned.
    /// - Throws: ``OAuthError`` of kind `network` or `timeout`, or `config` for a wrong proxy or CA file;
    ///   `CancellationError` where the task is cancelled. The body throws the same while it is read.
    func send(_ request: TransportRequest) async throws -> TransportResponse
}

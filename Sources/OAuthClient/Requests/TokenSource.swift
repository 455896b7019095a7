import OAuthCore

/// Where a request gets its access token. ``TokenManager`` is the real one.
public protocol TokenSource: Sendable {
    /// A token that is valid as far as anyone knows.
    /// - Parameter rejecting: an access token that the API has just answered 401 to: if it is still the stored one, it
    ///   is refreshed; if another task or process has replaced it meanwhile, the newer one is returned.
    /// - Throws: ``OAuthError``, of kind `authorizationRequired` where only a person can help.
    func token(for connection: Connection, rejecting: Redacted<String>?) async throws -> Token
}

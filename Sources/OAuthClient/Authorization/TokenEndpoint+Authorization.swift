import OAuthCore

extension TokenEndpoint {
    /// The beginning of a sign-in: what the browser opens. The `authorize_url` hook sees all of it; what is left in the
    /// URL once the request is signed (RFC 9101) and pushed (RFC 9126) is nobody's to change.
    /// - Throws: ``OAuthError`` of kind `config` for a definition that cannot sign in; what the provider says against the
    ///   request.
    func authorizationRequest(
        for connection: Connection, redirectURI: String
    ) async throws -> AuthorizationRequest {
        var request = try await connection.hooked(connection.authorizationRequest(redirectURI: redirectURI))
        if connection.signsRequest { request = try await connection.signed(request, now: now()) }
        guard connection.pushesAuthorization else { return request }
        let answer = try await send(connection.pushRequest(for: request), for: connection)
        return try connection.pushed(request, status: answer.status, body: answer.body)
    }
}

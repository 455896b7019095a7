import OAuthCore

extension TokenManager {
    /// What the provider knows of the access token (RFC 7662): an object with `active` and whatever else it tells.
    /// - Throws: ``OAuthError`` of kind `config` without an introspection URL; as ``token(for:rejecting:)``; what the
    ///   endpoint answers.
    public func introspect(_ connection: Connection) async throws -> JSONValue {
        let resolved = try await endpoint.resolved(connection, needing: [.introspection])
        try resolved.check([.introspection])
        let token = try await token(for: connection)
        guard let request = resolved.introspectionRequest(for: token) else { return .null }
        let answer = try await endpoint.send(request, for: resolved)
        return try IntrospectionResponse.read(
            status: answer.status, body: answer.body, token: token, connection: resolved)
    }
}

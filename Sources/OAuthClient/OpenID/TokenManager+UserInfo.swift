import HTTPTypes
import OAuthCore

extension TokenManager {
    /// What the provider says about the person who signed in (OpenID Connect Core §5.3): an object.
    /// - Throws: ``OAuthError``: `config` without a userinfo URL; `oauth` where the answer is about somebody else;
    ///   `decode`; as ``APIClient/send(_:as:)``.
    public nonisolated func userinfo(for given: Connection, client: APIClient) async throws -> JSONValue {
        var connection = try await endpoint.resolved(given, needing: [.userinfo])
        try connection.check([.userinfo])
        guard let url = connection.endpoints.userinfo, let origin = Origin(url) else { return .null }
        // The provider's own endpoint: the token may go there whatever the hosts of its APIs are.
        connection.hosts = HostAllowList(origin)
        let response = try await client.send(
            APIRequest(
                url: url.absoluteString, headers: [.accept: "application/json, application/jwt"],
                responseLimit: UserInfo.limit), as: connection)
        let shown = url.withoutSecrets
        guard response.isOK else {
            throw UserInfo.refused(status: response.status, url: shown, connection: connection)
        }
        let claims: [String: JSONValue]
        if response.headers[.contentType]?.lowercased().hasPrefix("application/jwt") == true {
            claims = try await signedUserinfo(response.body, connection)
        } else {
            guard case .object(let fields)? = JSONValue(response.body) else {
                throw UserInfo.unreadable(url: shown, connection: connection)
            }
            claims = fields
        }
        try UserInfo.check(claims, subject: try await subject(for: given), connection: connection)
        return .object(claims)
    }

    private nonisolated func signedUserinfo(
        _ body: [UInt8], _ given: Connection
    ) async throws -> [String: JSONValue] {
        let connection = try await endpoint.resolved(given, needing: [.jwks], optional: true)
        let text = String(decoding: body, as: UTF8.self).filter { !$0.isWhitespace }
        do {
            let (_, claims) = try await endpoint.keySets.verify(
                Redacted(text), keysAt: connection.endpoints.jwks, allowing: connection.idTokenAlgorithms,
                secret: connection.client.secret, connection: connection.name)
            try UserInfo.checkSigned(claims, connection: connection)
            return claims
        } catch let failure as JWSFailure {
            throw OAuthError(
                .oauth, "the signed userinfo of '\(connection.name)' \(failure.reason)",
                advice: "Check that jwks_url or issuer is this provider's", connection: connection.name)
        }
    }
}

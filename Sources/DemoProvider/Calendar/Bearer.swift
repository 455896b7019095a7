import HTTPTypes
import Hummingbird
import OAuthCore

/// Checks the access token of an API request (RFC 6750).
enum Bearer {
    struct Refusal: Error {
        var response: Response
    }

    /// - Throws: ``Refusal``: 401 where the token is missing or dead, 403 where its scope does not reach.
    static func check(
        _ request: Request, state: ProviderState, needs scope: String? = nil
    ) async throws(Refusal) -> ProviderState.AccessGrant {
        await state.count(\.apiCalls)
        let headers = request.headers[values: .authorization]
        guard headers.count < 2 else {
            throw refusal(.badRequest, "invalid_request", "There is more than one Authorization header")
        }
        let parts = headers.first?.split(separator: " ", maxSplits: 1) ?? []
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            await state.count(\.unauthorized)
            // Without a token the challenge has no error code (RFC 6750 §3.1).
            throw refusal(.unauthorized, nil, "Request is missing required authentication credential.")
        }
        guard let grant = await state.liveGrant(Redacted(String(parts[1]))) else {
            await state.count(\.unauthorized)
            throw refusal(.unauthorized, "invalid_token", "The access token is unknown, expired or revoked")
        }
        if let scope, !grant.scope.contains(where: { Scope.allowsCalendar([$0]) }) {
            throw refusal(.forbidden, "insufficient_scope", "The access token lacks the scope \(scope)", scope: scope)
        }
        return grant
    }

    private static func refusal(
        _ status: HTTPResponse.Status, _ code: String?, _ description: String, scope: String? = nil
    ) -> Refusal {
        var challenge = "Bearer realm=\"demo calendar\""
        if let code { challenge += ", error=\"\(code)\", error_description=\"\(description)\"" }
        if let scope { challenge += ", scope=\"\(scope)\"" }
        let reason = code == "insufficient_scope" ? "insufficientPermissions" : "authError"
        return Refusal(
            response: .json(
                GoogleError(status, description, reason).json, status: status, headers: [.wwwAuthenticate: challenge]))
    }
}

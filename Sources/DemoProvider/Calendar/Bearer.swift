import HTTPTypes
import Hummingbird
import OAuthCore

/// Checks the access token of an API request (RFC 6750), and that whoever sends it holds the key or the certificate it
/// is bound to (RFC 9449 §7, RFC 8705 §3).
enum Bearer {
    struct Refusal: Error {
        var response: Response
    }

    /// - Throws: ``Refusal``: 401 where the token is missing or dead, 403 where its scope does not reach.
    static func check(
        _ request: Request, _ context: DemoContext, state: ProviderState, needs scope: String? = nil
    ) async throws(Refusal) -> ProviderState.AccessGrant {
        let headers = request.headers[values: .authorization]
        guard headers.count < 2 else {
            await state.count(\.apiCalls)
            throw refusal(.badRequest, "invalid_request", "There is more than one Authorization header")
        }
        let parts = headers.first?.split(separator: " ", maxSplits: 1) ?? []
        let scheme = parts.first?.lowercased()
        let token = parts.count == 2 && ["bearer", "dpop"].contains(scheme) ? String(parts[1]) : nil
        return try await check(token, scheme: scheme, request, context, state: state, needs: scope)
    }

    /// - Parameter scheme: `bearer` or `dpop`: how the token was sent.
    static func check(
        _ token: String?, scheme: String?, _ request: Request, _ context: DemoContext, state: ProviderState,
        needs scope: String? = nil
    ) async throws(Refusal) -> ProviderState.AccessGrant {
        await state.count(\.apiCalls)
        guard let token else {
            await state.count(\.unauthorized)
            // Without a token the challenge has no error code (RFC 6750 §3.1).
            throw refusal(.unauthorized, nil, "Request is missing required authentication credential.")
        }
        guard let grant = await state.liveGrant(Redacted(token)) else {
            await state.count(\.unauthorized)
            throw refusal(.unauthorized, "invalid_token", "The access token is unknown, expired or revoked")
        }
        try await checkProof(of: grant, token, isDPoP: scheme == "dpop", request, state)
        if let certificate = grant.certificate, await context.certificateThumbprint() != certificate {
            await state.count(\.unauthorized)
            throw refusal(.unauthorized, "invalid_token", "The access token is bound to another certificate")
        }
        if let scope, !grant.scope.contains(where: { Scope.allowsCalendar([$0]) }) {
            throw refusal(.forbidden, "insufficient_scope", "The access token lacks the scope \(scope)", scope: scope)
        }
        return grant
    }

    private static func checkProof(
        of grant: ProviderState.AccessGrant, _ token: String, isDPoP: Bool, _ request: Request, _ state: ProviderState
    ) async throws(Refusal) {
        guard isDPoP || grant.proofKey != nil else { return }
        do throws(DPoPProof.Problem) {
            guard isDPoP else {
                throw DPoPProof.Problem(code: "invalid_token", description: "The token is bound to a DPoP key")
            }
            let key = try await state.proofKey(
                request.headers[values: .dpop], method: request.method.rawValue, url: request.url, accessToken: token,
                now: await state.now)
            guard let key, key == grant.proofKey else {
                throw DPoPProof.Problem(code: "invalid_token", description: "The token is not bound to this DPoP key")
            }
        } catch {
            await state.count(\.unauthorized)
            var refusal = refusal(.unauthorized, error.code, error.description, scheme: "DPoP")
            refusal.response.headers[.dpopNonce] = await state.nonceForNext()
            throw refusal
        }
    }

    private static func refusal(
        _ status: HTTPResponse.Status, _ code: String?, _ description: String, scope: String? = nil,
        scheme: String = "Bearer"
    ) -> Refusal {
        var challenge = "\(scheme) realm=\"demo calendar\""
        if let code { challenge += ", error=\"\(code)\", error_description=\"\(description)\"" }
        if let scope { challenge += ", scope=\"\(scope)\"" }
        if scheme == "DPoP" {
            let algorithms = SigningAlgorithm.asymmetric.map(\.rawValue).joined(separator: " ")
            challenge += ", algs=\"\(algorithms)\""
        }
        let reason = code == "insufficient_scope" ? "insufficientPermissions" : "authError"
        return Refusal(
            response: .json(
                GoogleError(status, description, reason).json, status: status, headers: [.wwwAuthenticate: challenge]))
    }
}

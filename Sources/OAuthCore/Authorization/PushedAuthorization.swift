#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Pushed authorization requests (RFC 9126): the provider is told directly what is asked for, and the browser carries only
/// a reference to it.
extension Connection {
    /// What the definition says, or else what the issuer's metadata requires (RFC 9126 §5).
    public var pushesAuthorization: Bool {
        signIn.pushesAuthorization ?? metadata?.requiresPushedAuthorization ?? false
    }

    /// RFC 9126 §2.1. The proof of who the client is comes with ``completed(_:now:)``.
    /// - Throws: an error of kind `config` without an endpoint.
    public func pushRequest(for request: AuthorizationRequest) throws(OAuthError) -> TokenEndpointRequest {
        guard let url = endpoints.pushedAuthorization else {
            throw .missingEndpoint(.pushedAuthorization, metadata: metadata, connection: name)
        }
        return TokenEndpointRequest(
            .pushedAuthorization, url: url, parameters: parameters.underStandardNames(request.parameters))
    }

    /// What the browser opens once the provider has taken the request (RFC 9126 §4).
    /// - Throws: kind `oauth` with the provider's error code, `http` without one, or `decode` for an answer without a
    ///   `request_uri`.
    public func pushed(
        _ request: AuthorizationRequest, status: Int, body: [UInt8]
    ) throws(OAuthError) -> AuthorizationRequest {
        let answer = AnswerBody(body)
        do {
            try TokenResponse.check(status: status, body: answer, covering: [], connection: self)
        } catch {
            throw .pushRefused(error, connection: self)
        }
        guard case .fields(let fields) = answer, let uri = fields["request_uri"]?.text, !uri.isEmpty else {
            throw OAuthError(
                .decode, "the provider of '\(name)' took the authorization request, but gave no request_uri for it",
                advice: "Check that pushed_authorization_url is right", status: status, connection: name,
                url: endpoints.pushedAuthorization?.withoutSecrets)
        }
        return request.sending(
            parameters.renamed([Parameter("client_id", client.id), Parameter("request_uri", uri)]))
    }
}

extension OAuthError {
    fileprivate static func pushRefused(_ refusal: OAuthError, connection: Connection) -> OAuthError {
        var error = refusal
        error.url = connection.endpoints.pushedAuthorization?.withoutSecrets
        guard let code = refusal.oauthError else {
            error.message =
                "the provider of '\(connection.name)' did not take the authorization request: "
                + "it answered \(refusal.status ?? 0)"
            error.advice = refusal.isTransient ? "Try again later" : "Check pushed_authorization_url"
            return error
        }
        let detail = refusal.message.firstRange(of: ": ").map { String(refusal.message[$0.upperBound...]) } ?? code
        error.message = "the provider of '\(connection.name)' did not take the authorization request: \(detail)"
        switch code {
        case "invalid_redirect_uri": error.advice = "Register the redirect URI at the provider exactly as it is sent"
        case "invalid_authorization_details": error.advice = "Correct the field authorization_details"
        case "invalid_target": error.advice = "Correct the field resource"
        case "invalid_request_object": error.advice = "Check private_key, key_id and signing_alg"
        case "invalid_scope": error.advice = "Check the field scope"
        case "invalid_request": error.advice = "Check redirect_uri and authorize_params"
        default: break
        }
        return error
    }
}

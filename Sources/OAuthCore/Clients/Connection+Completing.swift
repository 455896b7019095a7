#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// A draft of a grant with everything that the definition adds: the proof of who the client is, in exactly one place
    /// (RFC 6749 §2.3), overrides, the provider's own names and headers.
    /// - Parameter now: the time of assertions.
    /// - Throws: an error of kind `config` for a key that cannot sign.
    public func completed(
        _ draft: TokenEndpointRequest, now: Date
    ) async throws(OAuthError) -> TokenEndpointRequest {
        if draft.isComplete { return draft.withHeaders(of: self) }
        var request = draft
        request.format = parameters.bodyFormat
        request.add(targetParameters(draft.purpose))
        switch client.authentication {
        case .basic:
            request.authorization = basicAuthorization
        case .basicAndClientID:
            request.authorization = basicAuthorization
            request.add(clientID: client.id)
        case .post:
            request.add(clientID: client.id)
            request.add(Parameter("client_secret", client.secret?.reveal() ?? ""))
        case .bodyJSON:
            request.format = .json
            request.add(clientID: client.id)
            request.add(Parameter("client_secret", client.secret?.reveal() ?? ""))
        case .clientSecretJWT, .privateKeyJWT:
            var generator = SystemRandomNumberGenerator()
            request.add(clientID: client.id)
            for parameter in try await assertionParameters(now: now, using: &generator) { request.add(parameter) }
        case .none, .tls:
            request.add(clientID: client.id)
        }
        request = try customized(request)
        if client.showsCertificate { request.url = endpoints.forClientsWithCertificate(request.url) }
        return request
    }

    /// RFC 6749 §2.3.1: id and secret are form-encoded before they are joined, unless the provider wants them raw.
    private var basicAuthorization: Redacted<String> {
        (client.secret ?? Redacted("")).map { secret in
            let pair =
                switch client.basicEncoding {
                case .form: "\(FormEncoding.encode(client.id)):\(FormEncoding.encode(secret))"
                case .raw: "\(client.id):\(secret)"
                }
            return "Basic " + Data(pair.utf8).base64EncodedString()
        }
    }
}

extension TokenEndpointRequest {
    /// Once: a pushed authorization request has it already (RFC 9126 §2.1).
    fileprivate mutating func add(clientID: String) {
        let isThere = parameters.reveal().contains { $0.name == "client_id" }
        if !clientID.isEmpty, !isThere { add(Parameter("client_id", clientID)) }
    }
}

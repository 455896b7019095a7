#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderMetadata {
    /// The largest document worth reading, in bytes.
    public static let sizeLimit = 1 << 20

    /// Whether a document is metadata of this issuer. What is not even that (a page for every address) is no error.
    /// - Throws: an error of kind `config` where it is about another issuer: compared to the character (RFC 8414 §3.3).
    public static func isAbout(
        _ issuer: String, _ document: [String: JSONValue], connection: String
    ) throws(OAuthError) -> Bool {
        guard let claimed = document["issuer"]?.text else { return false }
        guard claimed == issuer else {
            throw .foreignMetadata(claimed, expected: issuer, connection: connection)
        }
        return true
    }

    /// Reads what can be used of a document, and nothing of what has another type than it should.
    public init(_ document: [String: JSONValue], issuer: String, allowsPlainHTTP: Bool) {
        func flag(_ name: String) -> Bool { document[name] == .boolean(true) }
        func list(_ name: String) -> [String]? {
            guard case .array(let items)? = document[name] else { return nil }
            return items.compactMap(\.text)
        }
        self.issuer = issuer
        readEndpoints(document, allowsPlainHTTP: allowsPlainHTTP)
        requiresPushedAuthorization = flag("require_pushed_authorization_requests")
        requiresSignedRequests = flag("require_signed_request_object")
        namesItselfInAnswers = flag("authorization_response_iss_parameter_supported")
        bindsTokensToCertificates = flag("tls_client_certificate_bound_access_tokens")
        grants = list("grant_types_supported")
        responseTypes = list("response_types_supported")
        responseModes = list("response_modes_supported")
        codeChallengeMethods = list("code_challenge_methods_supported")
        clientAuthentications = list("token_endpoint_auth_methods_supported")
        clientAuthenticationAlgorithms = list("token_endpoint_auth_signing_alg_values_supported")
        requestObjectAlgorithms = list("request_object_signing_alg_values_supported")
        authorizationAnswerAlgorithms = list("authorization_signing_alg_values_supported")
        idTokenAlgorithms = list("id_token_signing_alg_values_supported")
        dpopAlgorithms = list("dpop_signing_alg_values_supported")
        authorizationDetailsTypes = list("authorization_details_types_supported")
    }

    private mutating func readEndpoints(_ document: [String: JSONValue], allowsPlainHTTP: Bool) {
        let policy = EndpointPolicy(issuer: issuer, allowsPlainHTTP: allowsPlainHTTP)
        endpoints.issuer = issuer
        for endpoint in ProviderEndpoint.allCases {
            guard let text = document[endpoint.rawValue]?.text else { continue }
            do {
                endpoints[keyPath: endpoint.path] = try policy.url(text)
            } catch {
                refusedEndpoints[endpoint] = error.why
            }
        }
        guard case .object(let aliases)? = document["mtls_endpoint_aliases"] else { return }
        endpoints.mtlsAliases = aliases.compactMapValues { $0.text.flatMap { try? policy.url($0) } }
    }
}

/// Which URLs an issuer may name.
struct EndpointPolicy {
    var issuer: String
    var allowsPlainHTTP: Bool

    /// As in a definition. But plain http on loopback is for issuers that are there themselves: any other would have
    /// codes and secrets sent to whatever listens on this machine.
    func url(_ text: String) throws(DefinitionProblem) -> URL {
        let url = try URLPolicy(allowsPlainHTTP: allowsPlainHTTP).url(text)
        let isLocal = URL(string: issuer).flatMap(Origin.init)?.isLoopback ?? false
        guard isLocal || allowsPlainHTTP || Origin(url)?.scheme == "https" else {
            throw DefinitionProblem("is plain http on this machine: '\(VisibleText.of(text, limit: 200))'")
        }
        return url
    }
}

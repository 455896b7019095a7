#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Signed authorization requests (RFC 9101): nobody on the way through the browser can change what is asked for.
extension Connection {
    /// What the definition says, or else what the issuer's metadata requires (RFC 9101 §10.5).
    public var signsRequest: Bool { signIn.signsRequest || metadata?.requiresSignedRequests == true }

    /// The same sign-in, its parameters in an object that the client's private key has signed.
    /// - Parameter now: the object is good for five minutes from here.
    /// - Throws: an error of kind `config` for a key that is missing or cannot sign.
    public func signed(_ request: AuthorizationRequest, now: Date) async throws(OAuthError) -> AuthorizationRequest {
        var generator = SystemRandomNumberGenerator()
        return try await signed(request, now: now, using: &generator)
    }

    func signed(
        _ request: AuthorizationRequest, now: Date, using generator: inout some RandomNumberGenerator & Sendable
    ) async throws(OAuthError) -> AuthorizationRequest {
        let parameters = request.parameters
        let claims = requestClaims(parameters, now: now, id: RandomText.make(using: &generator))
        let object = try await signingKey().sign(
            header: ["typ": .string("oauth-authz-req+jwt")], claims: claims)
        var sent = [Parameter("client_id", client.id), Parameter("request", object)]
        if !pushesAuthorization {
            // OpenID Connect Core §6.1 wants them outside as well; RFC 9101 §6.3 does not look at them.
            sent += parameters.filter { $0.name == "response_type" || $0.name == "scope" }
        }
        return request.sending(sent)
    }

    /// RFC 9101 §4. Parameters whose values are JSON keep their form.
    func requestClaims(_ parameters: [Parameter], now: Date, id: String) -> [String: JSONValue] {
        var claims: [String: JSONValue] = [:]
        for parameter in parameters {
            let value = Self.claim(parameter)
            switch claims[parameter.name] {
            case nil: claims[parameter.name] = value
            case .array(let values) where parameter.name == "resource":
                claims[parameter.name] = .array(values + [value])
            case let first?: claims[parameter.name] = .array([first, value])
            }
        }
        let issued = Int64(now.timeIntervalSince1970)
        claims["iss"] = .string(client.id)
        claims["aud"] = .string(endpoints.issuer ?? endpoints.authorization?.absoluteString ?? "")
        claims["iat"] = .integer(issued)
        // A clock that is a little ahead is no reason to refuse a request.
        claims["nbf"] = .integer(issued - 60)
        claims["exp"] = .integer(issued + 300)
        claims["jti"] = .string(id)
        return claims
    }

    private static func claim(_ parameter: Parameter) -> JSONValue {
        switch parameter.name {
        case "authorization_details", "claims": JSONValue(parameter.value.utf8) ?? .string(parameter.value)
        case "max_age": Int64(parameter.value).map { .integer($0) } ?? .string(parameter.value)
        default: .string(parameter.value)
        }
    }
}

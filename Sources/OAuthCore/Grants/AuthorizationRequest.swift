#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One sign-in: the URL for the browser (RFC 6749 §4.1.1), and what its answer is compared with.
public struct AuthorizationRequest: Sendable {
    public let url: URL
    /// 256 random bits that only this sign-in's answer repeats (RFC 6749 §10.12).
    public let state: String
    /// Sent again, to the character, when the code is exchanged (RFC 6749 §4.1.3).
    public let redirectURI: String
    /// nil where a definition turns PKCE off.
    public let codeVerifier: Redacted<String>?
    public let connection: String
    /// What the ID token must repeat; nil where none was asked for (OpenID Connect Core §3.1.2.1).
    let nonce: String?
    /// Compared with the `iss` of the answer, where the definition names one (RFC 9207).
    public let issuer: String?
    /// Whether the URL has a `redirect_uri`: the exchange of the code repeats it only then.
    let sendsRedirectURI: Bool
}

extension Connection {
    /// A new sign-in with a fresh state and verifier.
    /// - Parameter redirectURI: the text that ``RedirectURI/text(port:)`` gives once the port is known.
    /// - Throws: an error of kind `config` where the definition has no authorization URL.
    public func authorizationRequest(redirectURI: String) throws(OAuthError) -> AuthorizationRequest {
        var generator = SystemRandomNumberGenerator()
        return try authorizationRequest(redirectURI: redirectURI, using: &generator)
    }

    func authorizationRequest(
        redirectURI: String, using generator: inout some RandomNumberGenerator
    ) throws(OAuthError) -> AuthorizationRequest {
        guard let authorizationURL else {
            throw .missingField(
                "authorization_url", connection: name, advice: "Write the URL where the provider signs people in")
        }
        let state = RandomText.make(using: &generator)
        let verifier = usesPKCE ? PKCE.verifier(using: &generator) : nil
        // A provider may demand one with `openid`; it ties the ID token to this sign-in.
        let nonce = scope.contains("openid") ? RandomText.make(using: &generator) : nil
        let parameters = authorizeParameters.applied(
            to: standardParameters(redirectURI: redirectURI, state: state, nonce: nonce, verifier: verifier))
        guard let url = authorizationURL.merging(parameters) else {
            throw .definition(
                name, "the authorization_url of connection '\(name)' cannot take parameters", advice: nil)
        }
        return AuthorizationRequest(
            url: url, state: state, redirectURI: redirectURI, codeVerifier: verifier, connection: name,
            nonce: parameters.first { $0.name == "nonce" }?.value, issuer: issuer,
            sendsRedirectURI: parameters.contains { $0.name == "redirect_uri" })
    }

    /// An empty `scope` is left out: some providers refuse it.
    private func standardParameters(
        redirectURI: String, state: String, nonce: String?, verifier: Redacted<String>?
    ) -> [Parameter] {
        var parameters = [
            Parameter("response_type", "code"), Parameter("client_id", clientID),
            Parameter("redirect_uri", redirectURI),
        ]
        if !scope.isEmpty { parameters.append(Parameter("scope", scope.joined(separator: " "))) }
        parameters.append(Parameter("state", state))
        if let nonce { parameters.append(Parameter("nonce", nonce)) }
        if let verifier {
            parameters.append(Parameter("code_challenge", PKCE.challenge(for: verifier)))
            parameters.append(Parameter("code_challenge_method", "S256"))
        }
        if let accessType { parameters.append(Parameter("access_type", accessType)) }
        return parameters
    }
}

extension URL {
    /// The URL with `parameters` added to its query. What the query already has stays as it is written (RFC 6749 §3.1),
    /// but for names that come again: no parameter may be sent twice.
    func merging(_ parameters: [Parameter]) -> URL? {
        let text = absoluteString
        let base = text.prefix { $0 != "?" && $0 != "#" }
        let names = Set(parameters.map(\.name))
        let kept = (query(percentEncoded: true) ?? "").split(separator: "&").filter { pair in
            FormEncoding.decode(pair).allSatisfy { !names.contains($0.name) }
        }
        let added = parameters.isEmpty ? [] : [FormEncoding.encode(parameters)]
        let query = (kept.map(String.init) + added).joined(separator: "&")
        return URL(string: query.isEmpty ? String(base) : "\(base)?\(query)")
    }
}

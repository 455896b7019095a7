#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One sign-in: the URL for the browser (RFC 6749 §4.1.1), and what its answer is compared with.
public struct AuthorizationRequest: Sendable {
    public internal(set) var url: URL
    /// 256 random bits that only this sign-in's answer repeats (RFC 6749 §10.12).
    public let state: String
    /// Sent again, to the character, when the code is exchanged (RFC 6749 §4.1.3).
    public let redirectURI: String
    /// nil where a definition turns PKCE off.
    public let codeVerifier: Redacted<String>?
    public let connection: String
    /// What the ID token must repeat; nil where none was asked for (OpenID Connect Core §3.1.2.1).
    public let nonce: String?
    /// Compared with the `iss` of the answer, where the definition names one (RFC 9207).
    public let issuer: String?
    /// What the token will be bound to, with `dpop = true` (RFC 9449 §10).
    let dpopKey: SigningKey?
    /// Whether the URL has a `redirect_uri`: the exchange of the code repeats it only then.
    let sendsRedirectURI: Bool
    /// Who the answer is for, and how it may come.
    let clientID: String
    let responseMode: ResponseMode?
    /// Whether the answer must say whose it is: its issuer's metadata promises that (RFC 9207 §3).
    let requiresIssuer: Bool
    let allowsImplicit: Bool
    /// The provider's names for the answer's parameters, by the standard's name.
    let callbackNames: [String: String]
}

extension Connection {
    /// A new sign-in with a fresh state and verifier, and a fresh key where tokens are bound to one.
    /// - Parameter redirectURI: the text that ``RedirectURI/text(port:)`` gives once the port is known.
    /// - Throws: an error of kind `config` where the definition has no authorization URL, or asks for tokens in
    ///   the browser's address without allowing it.
    public func authorizationRequest(redirectURI: String) async throws(OAuthError) -> AuthorizationRequest {
        var generator = SystemRandomNumberGenerator()
        let key = try await newDPoPKey()
        return try authorizationRequest(redirectURI: redirectURI, dpopKey: key, using: &generator)
    }

    func authorizationRequest(
        redirectURI: String, dpopKey: SigningKey? = nil, using generator: inout some RandomNumberGenerator
    ) throws(OAuthError) -> AuthorizationRequest {
        guard let authorizationURL = endpoints.authorization else {
            throw .missingField(
                "authorization_url", connection: name, advice: "Write the URL where the provider signs people in")
        }
        let state = RandomText.make(using: &generator)
        let verifier = signIn.usesPKCE && !signIn.tokensComeOnlyFromTheBrowser ? PKCE.verifier(using: &generator) : nil
        // A provider may demand one with `openid`; it ties the ID token to this sign-in.
        let nonce = scope.contains("openid") ? RandomText.make(using: &generator) : nil
        let standard =
            standardParameters(redirectURI: redirectURI, state: state, nonce: nonce, verifier: verifier)
            + extensionParameters + (dpopKey.map { [Parameter("dpop_jkt", $0.thumbprint)] } ?? [])
        let parameters = self.parameters.authorize.applied(to: standard, filling: .visible(standard))
        for parameter in parameters where parameter.name == "response_type" { try checkResponseType(parameter.value) }
        guard let url = authorizationURL.merging(self.parameters.renamed(parameters), plusNames: plusNames) else {
            throw .definition(
                name, "the authorization_url of connection '\(name)' cannot take parameters", advice: nil)
        }
        return AuthorizationRequest(
            url: url, state: state, redirectURI: redirectURI, codeVerifier: verifier, connection: name,
            nonce: parameters.first { $0.name == "nonce" }?.value, issuer: endpoints.issuer, dpopKey: dpopKey,
            sendsRedirectURI: parameters.contains { $0.name == "redirect_uri" }, clientID: client.id,
            responseMode: parameters.first { $0.name == "response_mode" }.flatMap { ResponseMode(rawValue: $0.value) },
            requiresIssuer: metadata?.namesItselfInAnswers == true, allowsImplicit: signIn.allowsImplicit,
            callbackNames: signIn.callbackNames)
    }

    /// An empty `scope` is left out: some providers refuse it.
    private func standardParameters(
        redirectURI: String, state: String, nonce: String?, verifier: Redacted<String>?
    ) -> [Parameter] {
        var parameters = [
            Parameter("response_type", signIn.responseType), Parameter("client_id", client.id),
            Parameter("redirect_uri", redirectURI),
        ]
        if let scopeText { parameters.append(Parameter("scope", scopeText)) }
        parameters.append(Parameter("state", state))
        if let nonce { parameters.append(Parameter("nonce", nonce)) }
        if let verifier {
            parameters.append(Parameter("code_challenge", PKCE.challenge(for: verifier)))
            parameters.append(Parameter("code_challenge_method", "S256"))
        }
        if let accessType = signIn.accessType { parameters.append(Parameter("access_type", accessType)) }
        return parameters
    }
}

extension URL {
    /// The URL with `parameters` added to its query. What the query already has stays as it is written (RFC 6749 §3.1),
    /// but for names that come again: no parameter may be sent twice.
    func merging(_ parameters: [Parameter], plusNames: Set<String> = []) -> URL? {
        let text = absoluteString
        let base = text.prefix { $0 != "?" && $0 != "#" }
        let names = Set(parameters.map(\.name))
        let kept = (query(percentEncoded: true) ?? "").split(separator: "&").filter { pair in
            FormEncoding.decode(pair).allSatisfy { !names.contains($0.name) }
        }
        let added = parameters.isEmpty ? [] : [FormEncoding.encode(parameters, plusNames: plusNames)]
        let query = (kept.map(String.init) + added).joined(separator: "&")
        return URL(string: query.isEmpty ? String(base) : "\(base)?\(query)")
    }
}

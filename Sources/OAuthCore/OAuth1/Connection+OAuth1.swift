#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// What signs this connection's requests.
    /// - Parameter token: nil before there is one, and for two-legged requests.
    /// - Throws: an error of kind `config` for a private key that cannot be read.
    public func oauth1Signer(token: OAuth1.Credentials?) throws(OAuthError) -> OAuth1.Signer {
        var key: OAuth1.RSAKey?
        if oauth1.signatureMethod.usesPrivateKey, let pem = client.privateKey {
            key = try OAuth1.RSAKey(pem, connection: name)
        }
        guard
            let signer = OAuth1.Signer(
                oauth1.signatureMethod, clientID: client.id, clientSecret: client.secret, token: token,
                privateKey: key, realm: oauth1.realm)
        else {
            throw .missingField(
                "private_key", connection: name,
                advice: "signature_method = '\(oauth1.signatureMethod.rawValue)' signs with it: "
                    + "private_key = \"file:PATH\"")
        }
        return signer
    }

    /// The token for which nobody has to sign in: the one that the definition brings, or an empty one for two-legged
    /// requests, which a definition without `authorization_url` means. nil for everything else.
    public func givenOAuth1Token(now: Date) -> Token? {
        guard grant == .oauth1 else { return nil }
        if let given = oauth1.token {
            return Token(
                oauth1: OAuth1.Credentials(token: given, secret: oauth1.tokenSecret ?? Redacted("")), obtainedAt: now)
        }
        guard endpoints.authorization == nil else { return nil }
        return Token(oauth1: OAuth1.Credentials(token: Redacted(""), secret: Redacted("")), obtainedAt: now)
    }

    /// Where credentials are asked for.
    /// - Throws: an error of kind `config` where the definition does not say.
    public func oauth1URL(_ step: OAuth1.Step) throws(OAuthError) -> URL {
        let url = step == .temporaryCredentials ? endpoints.requestToken : endpoints.token
        if let url { return url }
        let what = step == .temporaryCredentials ? "request tokens" : "access tokens"
        throw .missingField(step.field, connection: name, advice: "Write the URL where the provider gives out \(what)")
    }

    /// Where the browser is sent (RFC 5849 §2.2).
    /// - Parameter callback: added where the provider has not confirmed the one that it got with the request for temporary
    ///   credentials: before 1.0a it came here.
    /// - Throws: an error of kind `config` where the definition has no authorization URL.
    public func authorizationURL(
        for temporary: OAuth1.CredentialsResponse, callback: String
    ) throws(OAuthError) -> URL {
        guard let authorizationURL = endpoints.authorization else {
            throw .missingField(
                "authorization_url", connection: name, advice: "Write the URL where the provider signs people in")
        }
        var standard = [Parameter("oauth_token", temporary.credentials.token.reveal())]
        if !temporary.isCallbackConfirmed, callback != "oob" { standard.append(Parameter("oauth_callback", callback)) }
        guard let url = authorizationURL.merging(parameters.authorize.applied(to: standard)) else {
            throw .definition(
                name, "the authorization_url of connection '\(name)' cannot take parameters", advice: nil)
        }
        return url
    }

    /// What a sign-in by OAuth 1.0a cannot do without.
    func checkOAuth1(_ reader: DefinitionReader) throws(OAuthError) {
        func need(_ field: String, _ advice: String) throws(OAuthError) {
            guard !reader.has(field) else { return }
            throw .missingField(field, connection: name, advice: advice)
        }
        if oauth1.signatureMethod.usesPrivateKey {
            try need(
                "private_key",
                "signature_method = '\(oauth1.signatureMethod.rawValue)' signs with it: private_key = \"file:PATH\"")
        }
        // A ready token or none at all: nobody signs in.
        guard !reader.has("token"), reader.has("authorization_url") || reader.has("request_token_url") else { return }
        try need("request_token_url", "Write the URL where the provider gives out request tokens")
        try need("authorization_url", "Write the URL where the provider signs people in")
        try need("token_url", "Write the URL where the provider gives out access tokens")
    }
}

extension Token {
    /// Token credentials as a token (RFC 5849 §2.3).
    public init(oauth1 credentials: OAuth1.Credentials, obtainedAt: Date) {
        self.init(accessToken: credentials.token, type: "OAuth", obtainedAt: obtainedAt)
        secret = credentials.secret
    }

    /// nil for the empty token of two-legged requests.
    public var oauth1Credentials: OAuth1.Credentials? {
        guard !accessToken.reveal().isEmpty else { return nil }
        return OAuth1.Credentials(token: accessToken, secret: secret ?? Redacted(""))
    }
}

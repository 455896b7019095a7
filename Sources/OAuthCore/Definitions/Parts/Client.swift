/// Who the client is, and how it proves it.
public struct Client: Sendable {
    public var id = ""
    public var secret: Redacted<String>?
    public var authentication: ClientAuthentication = .none
    /// Whether the definition says `client_auth`; else the issuer's metadata may choose.
    public var hasGivenAuthentication = false
    public var basicEncoding: BasicEncoding = .form
    /// PEM or JWK text, for assertions, request objects and RSA signatures of OAuth 1.0a.
    public var privateKey: Redacted<String>?
    public var keyID: String?
    /// The JWS algorithm; nil for the usual one of the key.
    public var signingAlgorithm: String?
    /// The `aud` of assertions; nil for the token URL.
    public var assertionAudience: String?
    /// More claims of assertions, or others: Revolut wants an `iss` that is not the client's id.
    public var assertionClaims: [String: JSONValue] = [:]
    /// PEM: the certificate of mutual TLS, its chain behind it.
    public var certificate: Redacted<String>?
    /// PEM: the certificate's key; nil: ``privateKey``.
    public var certificateKey: Redacted<String>?
    /// `client_registration = "dynamic"` (RFC 7591).
    public var isRegisteredDynamically = false
    public var registrationParameters: [String: JSONValue] = [:]
    public var initialAccessToken: Redacted<String>?

    public init() {}
}

/// How the client proves who it is at the token endpoint (RFC 6749 §2.3.1; OpenID Connect Core §9; RFC 8705 §2.1).
public enum ClientAuthentication: String, Sendable, CaseIterable {
    case basic, post
    /// id and secret as members of a JSON body.
    case bodyJSON = "body_json"
    case none
    /// For providers that want the id in the body although it is in the header.
    case basicAndClientID = "basic+client_id"
    case clientSecretJWT = "client_secret_jwt"
    case privateKeyJWT = "private_key_jwt"
    case tls = "tls_client_auth"

    /// Whether it takes a `client_secret`.
    var needsSecret: Bool {
        switch self {
        case .basic, .post, .bodyJSON, .basicAndClientID, .clientSecretJWT: true
        case .none, .privateKeyJWT, .tls: false
        }
    }
}

/// How id and secret are written in the Basic header.
public enum BasicEncoding: String, Sendable, CaseIterable {
    /// Form-encoded first, as RFC 6749 §2.3.1 says.
    case form
    /// As they are: for providers that do not decode.
    case raw
}

extension ConnectionSchema {
    static let clientFields: [DefinitionField] = [
        .init("client_id", .secretText, .identity, "the client id that the provider gave to your application"),
        .init("client_secret", .secretText, .identity, "the client secret; leave it out for a public client"),
        .init(
            "client_auth", .choice(ClientAuthentication.allCases.map(\.rawValue)), .tokens,
            "how the client proves itself at the token endpoint: basic with a client_secret, none without"),
        .init(
            "basic_encoding", .choice(BasicEncoding.allCases.map(\.rawValue)), .tokens,
            "form: id and secret are form-encoded in the Basic header (RFC 6749); raw: sent as they are"),
        .init("private_key", .keyText, .tokens, "the client's private key: PEM or JWK text, or \"file:PATH\""),
        .init("key_id", .text, .tokens, "the `kid` that the provider knows the key by"),
        .init(
            "signing_alg", .choice(SigningAlgorithm.allCases.map(\.rawValue)), .tokens,
            "the JWS algorithm of what the client signs; default by the key's type"),
        .init(
            "client_assertion_claims", .json, .tokens,
            "more claims of the client's assertions; one of the usual ones is replaced: { iss = \"app.example\" }"),
        .init("assertion_audience", .text, .tokens, "the `aud` of the client's assertions; default token_url"),
        .init(
            "client_certificate", .keyText, .tokens,
            "the certificate of tls_client_auth: PEM text or \"file:PATH\"; shown with API calls too (RFC 8705). With "
                + "private_key_jwt and no key of its own, its thumbprint names private_key (x5t#S256)"),
        .init(
            "client_certificate_key", .keyText, .tokens,
            "the certificate's key: PEM text or \"file:PATH\"; default private_key"),
        .init(
            "client_registration", .choice(["static", "dynamic"]), .identity,
            "dynamic: the client registers itself on first use (RFC 7591)"),
        .init("registration_params", .json, .identity, "more client metadata for the registration (RFC 7591 §2)"),
        .init("initial_access_token", .secretText, .identity, "what the provider gave to be allowed to register"),
    ]
}

extension Client {
    /// Everything but the id and the secrets, which are read later.
    init(_ reader: DefinitionReader) throws(OAuthError) {
        let hasSecret = reader.has("client_secret")
        isRegisteredDynamically = reader.text("client_registration") == "dynamic"
        hasGivenAuthentication = reader.has("client_auth")
        authentication = reader.choice("client_auth") ?? (hasSecret ? .basic : .none)
        basicEncoding = reader.choice("basic_encoding") ?? .form
        keyID = reader.text("key_id")
        signingAlgorithm = reader.text("signing_alg")
        assertionAudience = reader.text("assertion_audience")
        assertionClaims = reader.jsonObject("client_assertion_claims")
        registrationParameters = reader.jsonObject("registration_params")
        guard !isRegisteredDynamically else { return }
        guard reader.has("client_id") || Self.mayBeUnnamed(reader) else {
            throw .missingField(
                "client_id", connection: reader.connection,
                advice: "Write the one that the provider gave to your application")
        }
        try checkProof(reader)
    }

    /// Where something else says who asks (RFC 7521 §4.1, RFC 8693 §2.1), and the client proves nothing.
    private static func mayBeUnnamed(_ reader: DefinitionReader) -> Bool {
        guard !reader.has("client_secret"), !reader.has("client_auth") else { return false }
        switch reader.text("grant").flatMap(Grant.init) {
        case .jwtBearer: return reader.has("service_account") || reader.has("assertion")
        case .password, .saml2Bearer, .tokenExchange, .extension: return true
        default: return false
        }
    }

    private func checkProof(_ reader: DefinitionReader) throws(OAuthError) {
        let method = authentication
        func need(_ field: String, _ advice: String) throws(OAuthError) {
            guard !reader.has(field) else { return }
            throw .missingField(field, connection: reader.connection, advice: advice)
        }
        if method.needsSecret {
            try need(
                "client_secret",
                "client_auth = '\(method.rawValue)' needs one; a public client has client_auth = 'none'")
        }
        if method == .privateKeyJWT {
            try need("private_key", "client_auth = 'private_key_jwt' signs with it: private_key = \"file:PATH\"")
        }
        if method == .tls {
            try need(
                "client_certificate", "client_auth = 'tls_client_auth' shows it: client_certificate = \"file:PATH\"")
        }
        if reader.has("client_certificate"), !reader.has("client_certificate_key") {
            try need("private_key", "A certificate is of use only with its key: client_certificate_key = \"file:PATH\"")
        }
    }
}

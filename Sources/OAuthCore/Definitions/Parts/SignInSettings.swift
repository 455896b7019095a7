/// How a person signs in: the authorization request and its answer.
public struct SignInSettings: Sendable {
    /// Google's `access_type`: `offline` asks for a refresh token.
    public var accessType: String?
    /// PKCE with S256 (RFC 7636); off only where a definition says `pkce = false`.
    public var usesPKCE = true
    /// The first whose port is free is used. Never empty.
    public var redirectURIs: [RedirectURI] = [.standard]
    /// PEM: for https on loopback; nil: a self-signed one is made.
    public var redirectCertificate: Redacted<String>?
    public var redirectCertificateKey: Redacted<String>?
    public var responseType = "code"
    public var responseMode: ResponseMode?
    /// nil: as the provider's metadata requires (RFC 9126 §5).
    public var pushesAuthorization: Bool?
    /// The request's parameters are a signed object (RFC 9101).
    public var signsRequest = false
    /// RFC 9396.
    public var authorizationDetails: JSONValue?
    /// RFC 8707: sent at the authorization and at the token endpoint.
    public var resources: [String] = []
    public var allowsImplicit = false
    /// What the callback's parameters are called where the provider has names of its own, by the standard's name.
    public var callbackNames: [String: String] = [:]
    /// What ID tokens may be signed with; nil: any key pair of the provider.
    public var idTokenAlgorithms: Set<SigningAlgorithm>?

    public init() {}

    /// Nothing is exchanged at the token endpoint (RFC 6749 §4.2).
    var tokensComeOnlyFromTheBrowser: Bool {
        allowsImplicit && !responseType.split(separator: " ").contains("code")
    }
}

/// How the authorization response comes (OAuth 2.0 Multiple Response Type Encoding Practices; JARM).
public enum ResponseMode: String, Sendable, CaseIterable {
    case query, fragment
    case formPost = "form_post"
    case jwt
    case queryJWT = "query.jwt"
    case fragmentJWT = "fragment.jwt"
    case formPostJWT = "form_post.jwt"

    /// The parameters are in a signed token (JARM §2.3).
    public var isSigned: Bool { [.jwt, .queryJWT, .fragmentJWT, .formPostJWT].contains(self) }
}

extension ConnectionSchema {
    static let signInFields: [DefinitionField] = [
        .init("scope", .textOrList, .signIn, "what to ask for: a string separated by spaces, or a list"),
        .init("scope_separator", .text, .signIn, "what stands between scopes, sent and received; default a space"),
        .init(
            "offline_scope", .text, .signIn,
            "the scope that brings a refresh token: asked for besides scope where a person signs in"),
        .init("access_type", .text, .signIn, "Google's `offline`: asks for a refresh token"),
        .init(
            "redirect_uri", .textOrList, .signIn,
            "as registered; default http://127.0.0.1:<free port>/callback; of a list, the first whose port is free"),
        .init(
            "redirect_certificate", .keyText, .signIn,
            "the certificate for https on loopback: PEM text or \"file:PATH\"; default self-signed"),
        .init("redirect_certificate_key", .keyText, .signIn, "its key: PEM text or \"file:PATH\""),
        .init("pkce", .boolean, .signIn, "PKCE with S256 (RFC 7636); default true"),
        .init("response_type", .text, .signIn, "what the authorization endpoint is asked for; default code"),
        .init(
            "response_mode", .choice(ResponseMode.allCases.map(\.rawValue)), .signIn,
            "how the answer comes back: query, form_post, or a signed one: jwt, query.jwt, form_post.jwt (JARM)"),
        .init(
            "pushed_authorization", .boolean, .signIn,
            "push the authorization request to the provider first (RFC 9126); default: where its metadata requires it"),
        .init("request_object", .boolean, .signIn, "sign the authorization request with private_key (RFC 9101)"),
        .init("authorization_details", .json, .signIn, "what to ask for in detail: a list of tables (RFC 9396)"),
        .init("resource", .textOrList, .signIn, "the APIs that the token is for (RFC 8707)"),
        .init("allow_implicit", .boolean, .signIn, "accept tokens from the authorization endpoint; default false"),
        .init(
            "callback_names", .names, .signIn,
            "the provider's names for parameters of the callback: { code = \"spapi_oauth_code\" }"),
        .init(
            "id_token_algs", .textOrList, .tokens,
            "what ID tokens may be signed with: RS256, …; default any key pair; HS256 (client_secret) only if it is listed"
        ),
    ]
}

extension SignInSettings {
    /// Everything but the secrets, which are read later.
    init(_ reader: DefinitionReader) throws(OAuthError) {
        accessType = reader.text("access_type")
        usesPKCE = reader.flag("pkce", default: true)
        redirectURIs = try reader.redirectURIs()
        responseType = reader.text("response_type") ?? "code"
        responseMode = reader.choice("response_mode")
        pushesAuthorization = reader.optionalFlag("pushed_authorization")
        signsRequest = reader.flag("request_object", default: false)
        authorizationDetails = reader.json("authorization_details")
        resources = reader.words("resource") ?? []
        allowsImplicit = reader.flag("allow_implicit", default: false)
        callbackNames = reader.names("callback_names")
        idTokenAlgorithms = try reader.signingAlgorithms("id_token_algs")
    }
}

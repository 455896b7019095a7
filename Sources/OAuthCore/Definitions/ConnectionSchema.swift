/// One field that `oauth.connection{…}` knows.
public struct DefinitionField: Sendable {
    /// What a field takes.
    public enum Form: Sendable, Equatable {
        case text
        /// An absolute URL: https, or http on loopback, else `allow_http` is needed.
        case url
        /// A string or `secret "NAME"`.
        case secretText
        case boolean
        /// A number of seconds, zero or more.
        case seconds
        case textOrList
        case choice([String])
        /// A table of name → value, list of values, or `false` to leave out what is sent otherwise.
        /// `fixed` names are the run's own and cannot be given; `removable` ones can only be left out.
        case parameters(fixed: [String: String], removable: [String: String])
    }

    /// Where the value is used.
    public enum Use: String, Sendable {
        case identity
        case signIn = "sign-in"
        case tokens, requests
    }

    public let name: String
    public let form: Form
    public let use: Use
    public let doc: String

    init(_ name: String, _ form: Form, _ use: Use, _ doc: String) {
        self.name = name
        self.form = form
        self.use = use
        self.doc = doc
    }
}

/// Every field of a connection definition: checks, error messages and the reference are made from this one table.
public enum ConnectionSchema {
    public static let fields: [DefinitionField] = [
        .init("name", .text, .identity, "what the connection is called, in commands and in the store; must be given"),
        .init("grant", .choice(Grant.allCases.map(\.rawValue)), .identity, "how tokens are obtained"),
        .init("client_id", .secretText, .identity, "the client id that the provider gave to your application"),
        .init("client_secret", .secretText, .identity, "the client secret; leave it out for a public client"),
        .init(
            "client_auth", .choice(ClientAuthentication.allCases.map(\.rawValue)), .tokens,
            "how the client proves itself at the token endpoint: basic with a client_secret, none without"),
        .init(
            "basic_encoding", .choice(BasicEncoding.allCases.map(\.rawValue)), .tokens,
            "form: id and secret are form-encoded in the Basic header (RFC 6749); raw: sent as they are"),
        .init("authorization_url", .url, .signIn, "where the browser is sent to sign in"),
        .init("token_url", .url, .tokens, "where codes and refresh tokens are exchanged"),
        .init("revocation_url", .url, .tokens, "where tokens are revoked (RFC 7009)"),
        .init("introspection_url", .url, .tokens, "where tokens are looked up (RFC 7662)"),
        .init("userinfo_url", .url, .requests, "who signed in (OpenID Connect)"),
        .init("issuer", .text, .identity, "the provider's issuer; compared with the `iss` of its answers (RFC 9207)"),
        .init("scope", .textOrList, .signIn, "what to ask for: a string separated by spaces, or a list"),
        .init("access_type", .text, .signIn, "Google's `offline`: asks for a refresh token"),
        .init("redirect_uri", .text, .signIn, "as registered; default http://127.0.0.1:<free port>/callback"),
        .init("pkce", .boolean, .signIn, "PKCE with S256 (RFC 7636); default true"),
        .init(
            "authorize_params",
            .parameters(
                fixed: [
                    "state": "it is new and random for every sign-in",
                    "code_challenge": "write pkce = false to sign in without PKCE",
                    "code_challenge_method": "write pkce = false to sign in without PKCE",
                ], removable: ["redirect_uri": "write it in the field redirect_uri"]),
            .signIn, "more parameters for the authorization URL"),
        .init(
            "token_params",
            .parameters(
                fixed: [
                    "code": "it comes from the provider", "code_verifier": "write pkce = false to do without PKCE",
                    "client_secret": "write it in the field client_secret, with client_auth = 'post'",
                ], removable: ["redirect_uri": "write it in the field redirect_uri"]),
            .tokens, "more parameters for the exchange of the code"),
        .init(
            "refresh_params",
            .parameters(
                fixed: [
                    "refresh_token": "write it in the field refresh_token",
                    "client_secret": "write it in the field client_secret, with client_auth = 'post'",
                ], removable: [:]),
            .tokens, "more parameters for every refresh"),
        .init("refresh_token", .secretText, .tokens, "a refresh token obtained elsewhere: no sign-in is needed"),
        .init("refresh_margin", .seconds, .tokens, "how long before its end a token is refreshed; default 60 seconds"),
        .init("base_url", .url, .requests, "what relative request URLs are resolved against"),
        .init("hosts", .textOrList, .requests, "the only hosts the token is sent to; default: the origin of base_url"),
        .init("allow_http", .boolean, .requests, "allows plain http beyond loopback; default false"),
    ]

    static let byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
}

/// How tokens are obtained (RFC 6749 §1.3).
public enum Grant: String, Sendable, CaseIterable {
    /// A person signs in (RFC 6749 §4.1).
    case authorizationCode = "authorization_code"
    /// The definition brings a refresh token (RFC 6749 §6).
    case refreshToken = "refresh_token"
}

/// How id and secret are written in the Basic header.
public enum BasicEncoding: String, Sendable, CaseIterable {
    /// Form-encoded first, as RFC 6749 §2.3.1 says.
    case form
    /// As they are: for providers that do not decode.
    case raw
}

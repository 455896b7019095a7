#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where a provider's endpoints are. What a definition leaves out may come from the issuer's metadata.
public struct EndpointURLs: Sendable, Equatable {
    public var authorization: URL?
    public var token: URL?
    /// nil: the token URL.
    public var refresh: URL?
    /// Where the provider says during the sign-in which of its hosts gives the tokens.
    public var tokenOrigin: TokenOrigin?
    public var tokenMethod: RequestMethod = .post
    public var refreshMethod: RequestMethod = .post
    public var refreshesWith = RefreshCredential.refreshToken
    public var deviceAuthorization: URL?
    public var revocation: URL?
    public var introspection: URL?
    public var userinfo: URL?
    public var endSession: URL?
    public var pushedAuthorization: URL?
    public var registration: URL?
    public var jwks: URL?
    /// OAuth 1.0a's temporary credentials (RFC 5849 §2.1).
    public var requestToken: URL?
    public var issuer: String?
    /// Endpoints for clients with a certificate, by their metadata names (RFC 8705 §5).
    public var mtlsAliases: [String: URL] = [:]

    public init() {}

    /// What a token is stored under: the issuer or else the token URL.
    var provider: String {
        issuer ?? (token ?? requestToken ?? authorization ?? deviceAuthorization)?.absoluteString ?? ""
    }
}

/// What is exchanged for a new access token.
public enum RefreshCredential: String, Sendable, CaseIterable {
    case refreshToken = "refresh_token"
    /// The access token itself, which must not have ended yet: Facebook, Instagram, Threads.
    case accessToken = "access_token"
}

/// The two methods of token requests.
public enum RequestMethod: String, Sendable, CaseIterable {
    case post = "POST"
    case get = "GET"
}

extension ConnectionSchema {
    static let endpointFields: [DefinitionField] = [
        .init("issuer", .url, .identity, "the provider's issuer: its metadata fills in the URLs that are not given"),
        .init("authorization_url", .url, .signIn, "where the browser is sent to sign in"),
        .init("token_url", .url, .tokens, "where codes and refresh tokens are exchanged"),
        .init(
            "token_origin", .text, .tokens,
            "the host of token_url where the sign-in says it: \"{accounts-server}\", a kept value; must be one of hosts"
        ),
        .init(
            "token_method", .choice(RequestMethod.allCases.map(\.rawValue)), .tokens,
            "POST, or GET for providers that want the parameters in the URL"),
        .init("refresh_url", .url, .tokens, "where tokens are refreshed; default token_url"),
        .init(
            "refresh_method", .choice(RequestMethod.allCases.map(\.rawValue)), .tokens,
            "POST or GET; default token_method"),
        .init(
            "refresh_with", .choice(RefreshCredential.allCases.map(\.rawValue)), .tokens,
            "access_token where it renews itself, before it ends; default refresh_token"),
        .init("device_authorization_url", .url, .signIn, "where a device sign-in begins (RFC 8628)"),
        .init("revocation_url", .url, .tokens, "where tokens are revoked (RFC 7009)"),
        .init("introspection_url", .url, .tokens, "where tokens are looked up (RFC 7662)"),
        .init("userinfo_url", .url, .requests, "who signed in (OpenID Connect)"),
        .init("end_session_url", .url, .signIn, "where the browser signs out (OpenID Connect RP-Initiated Logout)"),
        .init("pushed_authorization_url", .url, .signIn, "where authorization requests are pushed (RFC 9126)"),
        .init("registration_url", .url, .identity, "where clients register themselves (RFC 7591)"),
        .init("jwks_url", .url, .tokens, "the provider's signing keys (RFC 7517)"),
        .init("request_token_url", .url, .signIn, "OAuth 1.0a: where a sign-in begins"),
    ]
}

extension EndpointURLs {
    init(_ reader: DefinitionReader) throws(OAuthError) {
        authorization = try reader.url("authorization_url")
        token = try reader.url("token_url")
        refresh = try reader.url("refresh_url")
        tokenOrigin = try TokenOrigin(reader)
        tokenMethod = reader.choice("token_method") ?? .post
        refreshMethod = reader.choice("refresh_method") ?? tokenMethod
        refreshesWith = reader.choice("refresh_with") ?? .refreshToken
        deviceAuthorization = try reader.url("device_authorization_url")
        revocation = try reader.url("revocation_url")
        introspection = try reader.url("introspection_url")
        userinfo = try reader.url("userinfo_url")
        endSession = try reader.url("end_session_url")
        pushedAuthorization = try reader.url("pushed_authorization_url")
        registration = try reader.url("registration_url")
        jwks = try reader.url("jwks_url")
        requestToken = try reader.url("request_token_url")
        // Checked as a URL, kept as text: issuers are compared to the character (RFC 9207 §2.4).
        _ = try reader.url("issuer")
        issuer = reader.text("issuer")
    }
}

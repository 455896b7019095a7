#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A connection definition that has been checked: every URL parses, every field is known, the secrets are read.
///
/// Made by ``ConnectionDefinition/connection(secrets:)`` from what a script wrote.
public struct Connection: Sendable {
    public var name: String
    public var grant: Grant = .authorizationCode
    public var authorizationURL: URL?
    public var tokenURL: URL
    public var revocationURL: URL?
    public var introspectionURL: URL?
    public var userinfoURL: URL?
    public var issuer: String?
    public var clientID: String
    public var clientSecret: Redacted<String>?
    public var clientAuthentication: ClientAuthentication
    public var basicEncoding: BasicEncoding = .form
    /// A refresh token that the definition brings: used where none is stored.
    public var givenRefreshToken: Redacted<String>?
    public var scope: [String]
    /// Google's `access_type`: `offline` asks for a refresh token.
    public var accessType: String?
    /// PKCE with S256 (RFC 7636); off only where a definition says `pkce = false`.
    public var usesPKCE: Bool
    public var redirectURI: RedirectURI
    public var authorizeParameters: ParameterOverrides
    public var tokenParameters: ParameterOverrides
    public var refreshParameters: ParameterOverrides
    /// What relative request URLs are resolved against.
    public var baseURL: URL?
    /// The only hosts that ever see the access token.
    public var hosts: HostAllowList
    /// Plain http beyond loopback is refused unless a definition says `allow_http = true`.
    public var allowsPlainHTTP: Bool
    /// How long before its end an access token is refreshed; 60 s unless `refresh_margin` says otherwise.
    public var refreshMargin: Duration

    /// The key of this connection's token for an account.
    public func tokenKey(profile: String) -> TokenKey {
        TokenKey(
            connection: name, profile: profile, provider: issuer ?? tokenURL.absoluteString, clientID: clientID)
    }
}

/// How the client proves who it is at the token endpoint (RFC 6749 §2.3.1; OpenID Connect Core §9).
public enum ClientAuthentication: String, Sendable, CaseIterable {
    case basic, post, none
}

/// A request parameter: repeats are allowed, order is kept.
public struct Parameter: Sendable, Equatable {
    public var name: String
    public var value: String
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

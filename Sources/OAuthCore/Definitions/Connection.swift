#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A connection definition that has been checked: every URL parses, every field is known, the secrets are read.
///
/// Made by ``ConnectionDefinition/connection(secrets:)`` from what a script wrote. Each part holds one topic, and its file
/// has the part's fields in ``ConnectionSchema``.
public struct Connection: Sendable {
    public var name: String
    public var grant: Grant
    public var endpoints: EndpointURLs
    public var client: Client
    /// What is asked for.
    public var scope: [String]
    /// How a person signs in.
    public var signIn = SignInSettings()
    /// What a grant needs besides the client.
    public var inputs = GrantInputs()
    public var oauth1 = OAuth1Settings()
    /// What is sent differently from the standards.
    public var parameters = ParameterSettings()
    /// What is read differently from the standards.
    public var response = ResponseSettings()
    /// How the access token is put on requests.
    public var placement = TokenPlacement.bearer
    /// Tokens are bound to a key of ours (RFC 9449).
    public var usesDPoP = false
    /// What relative request URLs are resolved against.
    public var baseURL: BaseURL?
    /// The only hosts that ever see the access token.
    public var hosts: HostAllowList
    /// Plain http beyond loopback is refused unless a definition says `allow_http = true`.
    public var allowsPlainHTTP: Bool
    /// How often requests go out, and when they are sent again.
    public var waiting = WaitingSettings()
    /// How long before its end an access token is refreshed; 60 s unless `refresh_margin` says otherwise.
    public var refreshMargin: Duration
    public var hooks: ConnectionHooks?
    /// Where the definition has what it does not say itself.
    public var preset: PresetMark?
    /// What the issuer says about itself, once it has been asked.
    public var metadata: ProviderMetadata?
    /// Reads what the definition keeps in files again: some are renewed by other programs.
    var readFilesAgain: (@Sendable (Connection) throws -> Connection)?

    /// The connection with the secrets as they stand in their files now.
    /// - Throws: an error of kind `config` where a file cannot be read any more.
    public func withCurrentFiles() throws -> Connection { try readFilesAgain?(self) ?? self }

    /// The key of this connection's token for an account. Does not depend on what discovery and registration find.
    public func tokenKey(profile: String) -> TokenKey {
        TokenKey(
            connection: name, profile: profile, provider: endpoints.provider,
            clientID: (client.isRegisteredDynamically ? "dynamic" : client.id) + inputs.accountMark)
    }
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

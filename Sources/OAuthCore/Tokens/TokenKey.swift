/// Whose token it is. A definition of the same name with another provider or client finds no token under its key.
public struct TokenKey: Sendable, Hashable {
    /// The connection's name.
    public var connection: String
    /// The account, `default` unless `--profile` says otherwise.
    public var profile: String
    /// The issuer, or else the token URL.
    public var provider: String
    public var clientID: String

    public init(connection: String, profile: String, provider: String, clientID: String) {
        self.connection = connection
        self.profile = profile
        self.provider = provider
        self.clientID = clientID
    }
}

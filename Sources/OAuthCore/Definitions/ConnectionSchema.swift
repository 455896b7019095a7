/// One field that `oauth.connection{…}` knows.
public struct DefinitionField: Sendable {
    /// What a field takes.
    public enum Form: Sendable, Equatable {
        case text
        /// An absolute URL: https, or http on loopback, else `allow_http` is needed.
        case url
        /// A URL in which `{name}` may stand for a value that is kept with the token.
        case template
        /// A string, `secret "NAME"` or `"file:PATH"`.
        case secretText
        /// The same for PEM or JSON text: a string that is neither of them is a path, too.
        case keyText
        case boolean
        /// A number of seconds, from zero to a limit.
        case seconds(limit: Int)
        case textOrList
        case choice([String])
        /// One of ``Grant``'s names, or an absolute URI.
        case grant
        /// A table of name → name.
        case names
        /// A list of names, or a table of name → dotted path.
        case paths
        /// Any table.
        case json
        /// `{ header = …, scheme = … }`, `{ query = … }` or `{ cookie = … }`.
        case placement
        /// The names of hooks: their functions stay in Lua.
        case hooks
        /// `"10/s"` or `{ requests =, per =, burst = }`: see ``Rate``.
        case rate
        /// `false`, a number of attempts or a table: see ``RetrySettings``.
        case retry
        /// A table of name → value, list of values, or `false` to leave out what is sent otherwise.
        /// `fixed` names are the run's own and cannot be given; `removable` ones can only be left out. With `secrets` a
        /// value may be `secret "NAME"`.
        case parameters(fixed: [String: String], removable: [String: String], secrets: Bool)
        /// The same for headers; `fixed` ones, in lower case, cannot be given.
        case headers(fixed: [String: String])
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
    public static let fields: [DefinitionField] =
        [
            .init(
                "name", .text, .identity, "what the connection is called, in commands and in the store; must be given"),
            .init(
                "preset", .text, .identity,
                "a provider of the catalogue, or a preset of your own: its fields count where the definition has none"),
            .init("grant", .grant, .identity, "how tokens are obtained"),
        ] + clientFields + endpointFields + signInFields + parameterFields + grantFields + oauth1Fields
        + responseFields + requestFields + waitingFields

    static let byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
}

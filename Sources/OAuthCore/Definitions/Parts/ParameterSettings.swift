/// What is sent differently from the standards.
public struct ParameterSettings: Sendable {
    public var authorize = ParameterOverrides()
    public var token = ParameterOverrides()
    public var refresh = ParameterOverrides()
    /// The provider's names for parameters, by the standard's name: `client_id` → `client_key`.
    public var names: [String: String] = [:]
    public var bodyFormat = BodyFormat.form
    /// Sent with API calls and token requests; an empty list leaves a default header out. `Accept` and `Content-Type`
    /// tell of bodies and go with API calls only.
    public var headers = ParameterOverrides()
    /// Sent with token requests only.
    public var tokenHeaders = ParameterOverrides()
    public var scopeSeparator = " "

    public init() {}
}

/// How the parameters of a token request are written.
public enum BodyFormat: String, Sendable, CaseIterable {
    case form, json
    /// In the URL, with no body.
    case query
}

extension ConnectionSchema {
    private static let ownRedirectURI = ["redirect_uri": "write it in the field redirect_uri"]
    private static let ownSecret = ["client_secret": "write it in the field client_secret, with client_auth = 'post'"]

    static let parameterFields: [DefinitionField] = [
        .init(
            "authorize_params",
            .parameters(
                fixed: [
                    "state": "it is new and random for every sign-in",
                    "code_challenge": "write pkce = false to sign in without PKCE",
                    "code_challenge_method": "write pkce = false to sign in without PKCE",
                ], removable: ownRedirectURI, secrets: false),
            .signIn, "more parameters for the authorization URL; a list repeats one, false leaves a default out"),
        .init(
            "token_params",
            .parameters(
                fixed: ["code_verifier": "write pkce = false to do without PKCE"],
                removable: ["code": "it comes from the provider"].merging(ownRedirectURI) { $1 }
                    .merging(ownSecret) { $1 }, secrets: true),
            .tokens, "more parameters for the token request; {code} and the like stand for what it has already"),
        .init(
            "refresh_params",
            .parameters(
                fixed: [:],
                removable: ["refresh_token": "write it in the field refresh_token"].merging(ownSecret) { $1 },
                secrets: true),
            .tokens, "more parameters for every refresh; {access_token} and {refresh_token} stand for the tokens"),
        .init(
            "parameter_names", .names, .tokens, "the provider's names for parameters: { client_id = \"client_key\" }"),
        .init(
            "body_format", .choice(BodyFormat.allCases.map(\.rawValue)), .tokens,
            "how token requests are written: form (default), json or query"),
        .init(
            "headers",
            .headers(
                fixed: [
                    "authorization": "the token is put there; see token_placement", "host": "it is the URL's",
                    "content-length": "it is the body's", "transfer-encoding": "it is the connection's",
                    "connection": "it is the connection's",
                ]),
            .requests, "more headers for every request; a list repeats one, false leaves a default out"),
        .init(
            "token_headers",
            .headers(
                fixed: [
                    "host": "it is the URL's", "content-length": "it is the body's",
                    "transfer-encoding": "it is the connection's", "connection": "it is the connection's",
                ]),
            .tokens, "more headers for token requests; these win over headers"),
    ]
}

extension ParameterSettings {
    init(_ reader: DefinitionReader) {
        authorize = reader.overrides("authorize_params")
        token = reader.overrides("token_params")
        refresh = reader.overrides("refresh_params")
        names = reader.names("parameter_names")
        bodyFormat = reader.choice("body_format") ?? .form
        headers = reader.overrides("headers")
        tokenHeaders = reader.overrides("token_headers")
        scopeSeparator = reader.text("scope_separator") ?? " "
    }
}

extension ParameterSettings {
    /// Reads the secrets that stand in the tables.
    /// - Parameter read: gets a secret's name and the field that it stands in.
    mutating func readSecrets(_ read: (String, String) throws -> Redacted<String>) rethrows {
        let tables: [(String, WritableKeyPath<ParameterSettings, ParameterOverrides>)] = [
            ("token_params", \.token), ("refresh_params", \.refresh), ("headers", \.headers),
            ("token_headers", \.tokenHeaders),
        ]
        for (field, table) in tables {
            for (name, secret) in self[keyPath: table].secretNames.sorted(by: { $0.key < $1.key }) {
                self[keyPath: table].secrets[name] = try read(secret, "\(field).\(name)")
            }
        }
    }

    /// Every secret in the tables.
    public var secrets: [Redacted<String>] {
        [token, refresh, headers, tokenHeaders].flatMap { $0.secrets.values }
    }
}

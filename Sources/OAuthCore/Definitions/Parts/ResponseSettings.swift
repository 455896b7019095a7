/// What is read differently from the standards in a token response.
public struct ResponseSettings: Sendable {
    /// Where the token's fields are, as dotted paths; the first that has a token counts. At the top where none has.
    public var tokenPaths: [String] = []
    /// Where the provider has a field, as a dotted path, by the standard's name: `access_token` → `accessToken`.
    public var names: [String: String] = [:]
    public var lifetimeUnit = LifetimeUnit.seconds
    /// Where the provider names no lifetime.
    public var defaultLifetime: Duration?
    /// Where an error stands that the standard's field does not hold, as a dotted path.
    public var errorPath: String?
    /// What is kept with the token, of the token response or of the callback: dotted paths by the name they are kept
    /// under.
    public var kept: [String: String] = [:]

    public init() {}
}

/// The unit of `expires_in` and its like.
public enum LifetimeUnit: String, Sendable, CaseIterable {
    case seconds, milliseconds, minutes

    var inSeconds: Double {
        switch self {
        case .seconds: 1
        case .milliseconds: 0.001
        case .minutes: 60
        }
    }
}

extension ConnectionSchema {
    static let responseFields: [DefinitionField] = [
        .init(
            "token_path", .textOrList, .tokens,
            "where the token's fields are in the answer: \"data\", \"authed_user\"; of a list, the first that has a token"
        ),
        .init(
            "token_names", .names, .tokens,
            "where the provider has the answer's fields: { access_token = \"accessToken\" }"),
        .init(
            "expires_in_unit", .choice(LifetimeUnit.allCases.map(\.rawValue)), .tokens,
            "the unit of expires_in; default seconds"),
        .init(
            "default_expires_in", .seconds(limit: 10 * 366 * 86_400), .tokens,
            "how long an access token lives where the provider does not say"),
        .init(
            "error_path", .text, .tokens,
            "where an answer says what is wrong, if not in error: \"code\"; 0, false, \"ok\" and nothing mean success"),
        .init(
            "keep", .paths, .tokens,
            "values of the token response or the callback to keep with the token, for base_url: { \"instance_url\" }"),
    ]
}

extension ResponseSettings {
    init(_ reader: DefinitionReader) throws(OAuthError) {
        tokenPaths = reader.words("token_path") ?? []
        names = reader.names("token_names")
        lifetimeUnit = reader.choice("expires_in_unit") ?? .seconds
        defaultLifetime = reader.duration("default_expires_in")
        errorPath = reader.text("error_path").flatMap { $0.isEmpty ? nil : $0 }
        kept = reader.paths("keep")
        do {
            try Self.checkNames(names)
        } catch { throw error.error(field: "token_names", connection: reader.connection) }
        do {
            try Self.checkKept(kept)
        } catch { throw error.error(field: "keep", connection: reader.connection) }
    }

    /// The fields that are read, by the standards' names.
    static let fieldNames = [
        "access_token", "token_type", "refresh_token", "id_token", "scope", "expires_in", "expires_at",
        "refresh_token_expires_in", "refresh_token_expires_at",
    ]

    private static func checkNames(_ names: [String: String]) throws(DefinitionProblem) {
        for name in names.keys.sorted() where !fieldNames.contains(name) {
            throw DefinitionProblem(
                "does not know '\(VisibleText.of(name, limit: 60))'",
                advice: NearestName.of(name, in: fieldNames).map { "Did you mean '\($0)'?" }
                    ?? "The standard's names stand on the left: \(fieldNames.joined(separator: ", "))")
        }
    }

    /// What is kept is shown by `status` and can be read in Lua: no secret may be among it.
    private static func checkKept(_ kept: [String: String]) throws(DefinitionProblem) {
        for (name, path) in kept.sorted(by: { $0.key < $1.key }) {
            let field = path.split(separator: ".").last.map(String.init) ?? ""
            let isSecret = SecretNames.isSecret(SecretNames.words(of: field), isAnswer: false)
            guard !isSecret, field != "state" else {
                throw DefinitionProblem(
                    "cannot keep '\(VisibleText.of(path, limit: 60))': scripts can read what is kept",
                    advice: "Tokens are stored on their own; token_names says where they stand in the answer")
            }
            guard Placeholders.names(in: "{\(name)}") == [name] else {
                throw DefinitionProblem(
                    "has the name '\(VisibleText.of(name, limit: 60))'",
                    advice: "Names have letters, digits, _, - and . only: write { name = \"path\" }")
            }
        }
    }
}

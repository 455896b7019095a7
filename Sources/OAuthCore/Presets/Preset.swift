/// A preset with what it extends put under it: what is known of a provider.
public struct Preset: Sendable {
    public let id: String
    /// Everything that it says, under the names of its file.
    public let values: [String: DefinitionValue]
    public let variables: [String: PresetVariable]
    /// The moments at which it has hooks, as far as its Lua was looked at.
    public var hooks: Set<HookPoint> = []

    /// - Parameter table: nothing is to be put under it any more.
    /// - Throws: ``OAuthError`` of kind `config` for a variable that cannot be read.
    public init(_ table: PresetTable, id: String) throws(OAuthError) {
        self.id = id
        values = table.values
        var variables: [String: PresetVariable] = [:]
        for (name, value) in table.values["variables"]?.table ?? [:] {
            do { variables[name] = try PresetVariable(value) } catch {
                throw .preset(
                    id, "the variable '\(VisibleText.of(name, limit: 60))' \(error.why)", advice: error.advice)
            }
        }
        self.variables = variables
    }

    /// What people call the provider.
    public var name: String { values["name"]?.text ?? id }
    public var aliases: [String] { values["aliases"]?.texts ?? [] }
    public var isVerified: Bool { values["verified"] == .boolean(true) }
    public var notes: [String] { values["notes"]?.texts ?? [] }
    public var consoleURL: String? { values["console_url"]?.text }
    /// `authorization_code` where it says nothing.
    public var grant: String { values["grant"]?.text ?? Grant.authorizationCode.name }
    /// How lists go on: a resource's `pages`.
    public var pages: DefinitionValue? { values["pages"] }

    /// The fields of a connection that it brings.
    public var fields: [String: DefinitionValue] { values.filter { PresetSchema.isField($0.key) } }

    public var mark: PresetMark { PresetMark(id: id, isVerified: isVerified) }
}

/// Which preset a connection is from.
public struct PresetMark: Sendable, Equatable {
    public var id: String
    /// Whether independent sources agree on the provider's endpoints.
    public var isVerified: Bool

    public init(id: String, isVerified: Bool) {
        self.id = id
        self.isVerified = isVerified
    }
}

extension OAuthError {
    /// - Parameter what: continues "preset 'x': …".
    static func preset(_ id: String, _ what: String, advice: String? = nil) -> OAuthError {
        OAuthError(.config, "preset '\(VisibleText.of(id, limit: 60))': \(what)", advice: advice)
    }
}

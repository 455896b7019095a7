/// What a preset's file says, as it stands there; docs/design/presets.md has the schema.
public struct PresetTable: Sendable, Equatable {
    public var values: [String: DefinitionValue]
    /// What is taken away: the preset that this one extends does not bring it either.
    public var removed: Set<String> = []

    /// Of a Lua table: `false` takes away what is no switch.
    public init(_ fields: [String: DefinitionValue]) {
        removed = Set(fields.filter { Self.takesAway($0.key, $0.value) }.keys)
        values = fields.filter { !Self.takesAway($0.key, $0.value) }
    }

    /// Of a JSON document: null takes away.
    /// - Throws: what is wrong with the document as a whole.
    init(_ document: JSONValue) throws(DefinitionProblem) {
        guard case .object(let fields) = document else {
            throw DefinitionProblem("is no JSON object", advice: "Write { \"id\": \"…\", \"token_url\": \"…\", … }")
        }
        self.init(fields.compactMapValues(DefinitionValue.init))
        removed.formUnion(fields.filter { $0.value == .null }.keys)
    }

    /// - Throws: ``OAuthError`` of kind `config` for a text that is no JSON object.
    public init(reading text: [UInt8]) throws(OAuthError) {
        var parser = JSONParser(text)
        parser.refusesRepeatedNames = true
        guard let document = parser.document() else { throw OAuthError(.config, parser.failure) }
        do { try self.init(document) } catch { throw OAuthError(.config, error.why, advice: error.advice) }
    }

    /// Whether a value says that there is none.
    static func takesAway(_ name: String, _ value: DefinitionValue) -> Bool {
        guard value == .boolean(false), let field = ConnectionSchema.byName[name] else {
            return value == .boolean(false) && name != "verified"
        }
        return field.form != .boolean && field.form != .retry
    }
}

extension PresetTable {
    /// Tables that are merged by their keys; of everything else the upper one counts.
    static let mergedByKey: Set<String> = [
        "authorize_params", "token_params", "refresh_params", "headers", "token_headers", "parameter_names",
        "callback_names", "token_names", "keep", "variables", "scopes",
    ]

    /// What says something about one preset only.
    private static let ownKeys: Set<String> = ["id", "aliases", "extends", "verified"]

    /// This preset put over the one that it extends.
    public func over(_ base: PresetTable) -> PresetTable {
        var result = self
        result.values = Self.merge(values, removed, over: base.values.filter { !Self.ownKeys.contains($0.key) })
        result.removed = removed.union(base.removed).subtracting(values.keys)
        return result
    }

    /// This preset over all that it extends.
    /// - Parameter find: the preset of an id; nil for none. A circle ends where it closes.
    public func extending(_ find: (String) -> PresetTable?) -> PresetTable {
        var result = self
        var next = values["extends"]?.text
        var seen: Set<String> = []
        while let id = next, seen.insert(id).inserted, let base = find(id) {
            result = result.over(base)
            next = base.values["extends"]?.text
        }
        return result
    }

    static func merge(
        _ upper: [String: DefinitionValue], _ removed: Set<String>, over lower: [String: DefinitionValue]
    ) -> [String: DefinitionValue] {
        lower.filter { !removed.contains($0.key) }.merging(upper.map { ($0.key, $0.value) }) { $1 }
            .reduce(into: [:]) { result, entry in
                let (name, value) = entry
                guard mergedByKey.contains(name), !removed.contains(name), let above = upper[name],
                    let below = lower[name], let top = entries(above), let bottom = entries(below)
                else {
                    result[name] = value
                    return
                }
                result[name] = .table(merge(top, over: bottom, ignoringCase: name.hasSuffix("headers")))
            }
    }

    private static func merge(
        _ upper: [String: DefinitionValue], over lower: [String: DefinitionValue], ignoringCase: Bool
    ) -> [String: DefinitionValue] {
        guard ignoringCase else { return lower.merging(upper) { $1 } }
        let given = Set(upper.keys.map { $0.lowercased() })
        return lower.filter { !given.contains($0.key.lowercased()) }.merging(upper) { $1 }
    }

    /// A table, or a list of paths as a table by their last parts (see ``DefinitionReader/paths(_:)``).
    private static func entries(_ value: DefinitionValue) -> [String: DefinitionValue]? {
        switch value {
        case .table(let table): table
        case .list(let items):
            Dictionary(
                items.compactMap { item -> (String, DefinitionValue)? in
                    guard case .string(let path) = item else { return nil }
                    return (path.split(separator: ".").last.map(String.init) ?? path, item)
                }
            ) { $1 }
        default: nil
        }
    }
}

extension DefinitionValue {
    /// nil for null. In a table of parameters null leaves one out, as `false` does.
    init?(_ value: JSONValue) {
        switch value {
        case .null: return nil
        case .boolean(let flag): self = .boolean(flag)
        case .integer(let integer): self = .integer(integer)
        case .number(let number): self = .number(number)
        case .string(let text): self = .string(text)
        case .array(let items): self = .list(items.compactMap(DefinitionValue.init))
        case .object(let fields): self = .table(fields.mapValues { DefinitionValue($0) ?? .boolean(false) })
        }
    }

    public var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The texts of a list, or the one text.
    public var texts: [String] {
        switch self {
        case .string(let text): [text]
        case .list(let items): items.compactMap(\.text)
        default: []
        }
    }

    public var table: [String: DefinitionValue] { if case .table(let table) = self { table } else { [:] } }
}

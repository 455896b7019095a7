/// What is wrong with a preset.
public struct PresetProblem: Sendable, Equatable, CustomStringConvertible {
    /// Where; nil for the whole.
    public var key: String?
    public var message: String
    public var advice: String?

    public var description: String {
        (key.map { "\($0) \(message)" } ?? message) + (advice.map { ". \($0)" } ?? "")
    }

    init(_ key: String?, _ problem: DefinitionProblem) {
        self.key = key
        message = problem.why
        advice = problem.advice
    }

    public init(_ key: String?, _ message: String, advice: String? = nil) {
        self.key = key
        self.message = message
        self.advice = advice
    }
}

extension PresetTable {
    /// Everything that is wrong with this preset, by itself and over the one it extends.
    /// - Parameters:
    ///   - id: its file's name.
    ///   - base: what it extends, everything put under that.
    ///   - hooks: the moments at which it has hooks.
    public func problems(id: String, base: PresetTable?, hooks: Set<HookPoint> = []) -> [PresetProblem] {
        var problems = keyProblems(id: id)
        guard problems.isEmpty else { return problems }
        let whole = base.map(over) ?? self
        do {
            let preset = try Preset(whole, id: id)
            let inherited = (base?.variableNames ?? []).subtracting(variableNames)
            problems += preset.variableProblems(learnsByHook: hooks.contains(.afterLogin), inherited: inherited)
            if problems.isEmpty { problems += preset.definitionProblems(hooks: hooks) }
        } catch {
            problems.append(PresetProblem(nil, error.message, advice: error.advice))
        }
        if whole.values["name"] == nil {
            problems.append(PresetProblem("name", "is missing: what people call the provider"))
        }
        return problems
    }

    private var variableNames: Set<String> {
        if case .table(let variables)? = values["variables"] { Set(variables.keys) } else { [] }
    }

    private func keyProblems(id: String) -> [PresetProblem] {
        var problems: [PresetProblem] = []
        if let given = values["id"], given.text != id {
            problems.append(PresetProblem("id", "is not the file's name, '\(id)'"))
        }
        if !PresetSchema.isID(id) {
            problems.append(
                PresetProblem(
                    "id", "'\(VisibleText.of(id, limit: 60))' cannot be one",
                    advice: "Ids have a-z, 0-9, -, _ and . only"))
        }
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            do throws(DefinitionProblem) { try Self.check(key, value) } catch {
                problems.append(PresetProblem(key, error))
            }
        }
        for key in removed.sorted() where PresetSchema.keys[key] == nil && !PresetSchema.isField(key) {
            problems.append(PresetProblem(key, Self.unknown(key)))
        }
        return problems
    }

    private static func check(_ key: String, _ value: DefinitionValue) throws(DefinitionProblem) {
        if PresetSchema.isField(key), let field = ConnectionSchema.byName[key] {
            try field.check(value)
            if case .string(let text) = value, field.form == .secretText || field.form == .keyText, key != "client_id",
                !text.hasPrefix("file:")
            {
                throw DefinitionProblem(
                    "is a secret in plain text", advice: "Leave it to the definition: secret \"NAME\"")
            }
            return
        }
        switch (PresetSchema.keys[key], value) {
        case (nil, _): throw unknown(key)
        case (.text, .string), (.flag, .boolean), (.variables, .table): break
        case (.url, .string(let text)):
            guard text.hasPrefix("https://") || text.hasPrefix("{") else {
                throw DefinitionProblem("is not https: '\(VisibleText.of(text, limit: 100))'")
            }
        case (.texts, .list(let items)) where items.allSatisfy({ $0.text?.isEmpty == false }): break
        case (.grants, .list(let items)) where items.allSatisfy({ $0.text != nil }):
            for grant in items.compactMap(\.text) { try checkGrant(grant) }
        case (.names(let known), .table(let names)):
            for (name, value) in names.sorted(by: { $0.key < $1.key }) { try checkName(name, value, of: known) }
        case (.pages, let pages): try checkPages(pages)
        default: throw DefinitionProblem("cannot be \(value.kindName)")
        }
    }

    private static func checkGrant(_ text: String) throws(DefinitionProblem) {
        guard Grant(text) == nil else { return }
        let names = Grant.named.map(\.name)
        throw DefinitionProblem(
            "has the unknown grant '\(VisibleText.of(text, limit: 60))'",
            advice: NearestName.of(text, in: names).map { "Did you mean '\($0)'?" }
                ?? "Grants are \(names.joined(separator: ", "))")
    }

    private static func checkName(
        _ name: String, _ value: DefinitionValue, of known: [String]
    ) throws(DefinitionProblem) {
        let shown = VisibleText.of(name, limit: 100)
        guard value.text != nil else { throw DefinitionProblem("has \(value.kindName) as '\(shown)', not a text") }
        guard !known.isEmpty, !known.contains(name) else { return }
        throw DefinitionProblem(
            "has no '\(shown)'",
            advice: NearestName.of(name, in: known).map { "Did you mean '\($0)'?" }
                ?? "It has \(known.joined(separator: ", "))")
    }

    private static func unknown(_ key: String) -> DefinitionProblem {
        if key == "hooks" {
            return DefinitionProblem(
                "are Lua, which JSON cannot hold", advice: "Write the preset as NAME.lua: return { …, hooks = { … } }")
        }
        let known = PresetSchema.known
        return DefinitionProblem(
            "is no key of a preset",
            advice: NearestName.of(key, in: known).map { "Did you mean '\($0)'?" } ?? "See docs/design/presets.md")
    }

    private static func checkPages(_ pages: DefinitionValue) throws(DefinitionProblem) {
        if pages == .string("link") || pages == .boolean(false) { return }
        let styles: Set<String> = ["link", "next_url", "cursor", "token", "offset", "page"]
        guard case .table(let table) = pages, styles.intersection(table.keys).count == 1 else {
            throw DefinitionProblem(
                "names no style",
                advice: "Write \"link\", or a table with one of \(styles.sorted().joined(separator: ", "))")
        }
        let known = styles.union([
            "param", "into", "more", "limit", "size", "first", "total", "per_page", "total_pages", "max", "max_empty",
        ])
        if let other = table.keys.sorted().first(where: { !known.contains($0) }) {
            throw DefinitionProblem(
                "has no '\(VisibleText.of(other, limit: 60))'",
                advice: NearestName.of(other, in: known.sorted()).map { "Did you mean '\($0)'?" })
        }
        let numbers: Set<String> = ["size", "first", "max", "max_empty"]
        for (name, value) in table.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .integer where numbers.contains(name), .boolean(true) where name == "link": continue
            case .string where name != "link" && !numbers.contains(name): continue
            default: throw DefinitionProblem("cannot have \(value.kindName) as \(name)")
            }
        }
        if table["cursor"] != nil || table["token"] != nil, table["param"] == nil {
            throw DefinitionProblem("has a cursor and no param")
        }
        if (table["limit"] ?? table["per_page"]) != nil, table["size"] == nil {
            throw DefinitionProblem("says where the number of items goes, and not how many: size is missing")
        }
    }
}

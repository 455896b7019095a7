extension Preset {
    /// Whether every `{name}` stands for something, and every variable stands somewhere.
    /// - Parameter inherited: variables of a preset that this one extends, which may have no use any more.
    func variableProblems(learnsByHook: Bool, inherited: Set<String>) -> [PresetProblem] {
        var problems: [PresetProblem] = []
        let kept = DefinitionReader(connection: id, fields: values).paths("keep")
        var used: Set<String> = []
        for (key, value) in values.sorted(by: { $0.key < $1.key }) where !Self.prose.contains(key) {
            for name in Self.names(in: value) {
                used.insert(name)
                if variables[name] != nil || kept[name] != nil || PresetSchema.filledLater.contains(name) { continue }
                problems.append(
                    PresetProblem(
                        key, "has {\(name)}, which is no variable",
                        advice: NearestName.of(name, in: variables.keys.sorted()).map { "Did you mean '\($0)'?" }
                            ?? "Declare it: \"variables\": { \"\(name)\": { \"description\": \"…\" } }"))
            }
        }
        for (name, variable) in variables.sorted(by: { $0.key < $1.key }) {
            let key = "variables.\(name)"
            if ConnectionSchema.byName[name] != nil || PresetSchema.filledLater.contains(name) {
                problems.append(PresetProblem(key, "has the name of something else", advice: "Call it differently"))
            }
            if !Self.isName(name) { problems.append(PresetProblem(key, "cannot be written in Lua as a name")) }
            if !used.contains(name) {
                if inherited.contains(name) { continue }
                problems.append(PresetProblem(key, "is used nowhere"))
            }
            if variable.isLearned, kept[name] == nil, !learnsByHook {
                problems.append(
                    PresetProblem(key, "is learned from nothing", advice: "Name it in keep, or keep it in a hook"))
            }
            if !variable.isLearned, kept[name] != nil {
                problems.append(PresetProblem(key, "is kept, and not learned", advice: "Write \"learned\": true"))
            }
        }
        return problems
    }

    /// Whether a definition that gives what has to be given is one.
    func definitionProblems(hooks: Set<HookPoint>) -> [PresetProblem] {
        // With allow_http a definition's URL may be http; a preset's may not.
        guard urlProblems.isEmpty else { return urlProblems }
        do {
            _ = try ConnectionDefinition(definition(under: sample(hooks: hooks)))
            return []
        } catch {
            return [PresetProblem(nil, error.message, advice: error.advice)]
        }
    }

    /// What a person would write.
    public func sample(hooks: Set<HookPoint> = []) -> [String: DefinitionValue] {
        var fields: [String: DefinitionValue] = ["name": .string(id)]
        for (name, variable) in variables where variable.standard == nil && !variable.isLearned {
            fields[name] = variable.isSecret ? .secret("EXAMPLE") : .string(variable.example)
        }
        let method = values["client_auth"]?.text.flatMap(ClientAuthentication.init(rawValue:))
        if values["client_registration"] != .string("dynamic"), values["client_id"] == nil {
            fields["client_id"] = "example-client"
        }
        if values["client_secret"] == nil, method?.needsSecret ?? false { fields["client_secret"] = .secret("EXAMPLE") }
        if grant == Grant.oauth1.name || grant == Grant.clientCredentials.name, method == nil {
            fields["client_secret"] = .secret("EXAMPLE")
        }
        if method == .privateKeyJWT { fields["private_key"] = "file:key.pem" }
        if method == .tls {
            fields["client_certificate"] = "file:client.pem"
            fields["client_certificate_key"] = "file:client.key"
        }
        let inputs: [String: [String]] = [
            Grant.password.name: ["username", "password"], Grant.refreshToken.name: ["refresh_token"],
            Grant.jwtBearer.name: ["assertion"], Grant.saml2Bearer.name: ["assertion"],
            Grant.tokenExchange.name: ["subject_token"],
        ]
        for field in inputs[grant] ?? [] where values[field] == nil { fields[field] = .secret("EXAMPLE") }
        if !hooks.isEmpty { fields["hooks"] = .list(hooks.map { .string($0.rawValue) }) }
        return fields
    }

    /// An address of somebody's own server may be http, with `allow_http`; a preset's is https.
    private var urlProblems: [PresetProblem] {
        values.sorted { $0.key < $1.key }.compactMap { key, value in
            guard case .string(let text) = value, text.hasPrefix("http://"), key != "redirect_uri" else { return nil }
            return PresetProblem(key, "is not https: '\(VisibleText.of(text, limit: 100))'")
        }
    }

    /// Keys in whose texts braces mean nothing.
    private static let prose: Set<String> = ["notes", "scopes", "variables", "name", "docs_url", "rate_limit", "pages"]

    private static func isName(_ text: String) -> Bool {
        text.utf8.first.map { !(0x30...0x39 ~= $0) } ?? false
            && text.utf8.allSatisfy { byte in
                0x61...0x7A ~= byte || 0x41...0x5A ~= byte || 0x30...0x39 ~= byte || byte == UInt8(ascii: "_")
            }
    }

    private static func names(in value: DefinitionValue) -> [String] {
        switch value {
        case .string(let text): Placeholders.names(in: text)
        case .list(let items): items.flatMap(names)
        case .table(let fields): fields.sorted { $0.key < $1.key }.flatMap { names(in: $0.value) }
        default: []
        }
    }
}

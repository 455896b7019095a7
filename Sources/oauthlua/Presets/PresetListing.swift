import LuaHost
import OAuthCore
import OAuthLua

/// Presets as rows and as tables, for people and programs to look at.
enum PresetListing {
    static let columns = ["id", "name", "grant", "verified", "from"]

    static func row(_ preset: Preset, isOwn: Bool) -> LuaValue {
        .table([
            "id": .text(preset.id), "name": .text(preset.name), "grant": .text(preset.grant),
            "verified": .boolean(preset.isVerified), "from": .text(isOwn ? "own" : "catalogue"),
            "aliases": .list(preset.aliases.map { .text($0) }),
        ])
    }

    static func value(of preset: Preset) -> [String: LuaValue] {
        var value = preset.values.mapValues(LuaValue.init)
        value["id"] = .text(preset.id)
        value["verified"] = .boolean(preset.isVerified)
        value["grant"] = .text(preset.grant)
        if !preset.hooks.isEmpty { value["hooks"] = .list(preset.hooks.map(\.rawValue).sorted().map { .text($0) }) }
        return value
    }

    /// A line for each thing that it says, in the order in which people read: what it is and what to know of it, then the
    /// fields.
    static func lines(of preset: Preset) -> [LuaValue] {
        let value = value(of: preset)
        let last = ["pages", "rate_limit", "example_url", "profile_url"]
        let fields = ConnectionSchema.fields.map(\.name).filter { !first.contains($0) && $0 != "hooks" } + ["hooks"]
        return (first + fields + last).flatMap { key in value[key].map { lines(key, $0) } ?? [] }
    }

    /// The names and values of the fields that it gives a definition.
    static func fields(of preset: Preset) -> [(name: String, text: String)] {
        lines(of: preset).compactMap { line in
            guard let fields = line.table, let name = fields["key"]?.text, let value = fields["value"] else {
                return nil
            }
            guard !first.contains(String(name.prefix { $0 != "." })) || name == "offline_scope" else { return nil }
            return (name, value.text ?? "\(value.boolean.map(String.init) ?? value.integer.map { String($0) } ?? "…")")
        }
    }

    private static let first = [
        "id", "name", "aliases", "extends", "verified", "notes", "console_url", "docs_url", "variables", "scopes",
        "offline_scope", "grants",
    ]

    private static func lines(_ key: String, _ value: LuaValue) -> [LuaValue] {
        switch value {
        case .list(let items) where key == "notes": items.flatMap { lines(key, $0) }
        case .table(let scopes) where key == "scopes":
            scopes.sorted { $0.key < $1.key }.map { scope, text in
                .table(["key": .text(key), "value": .text("\(scope): \(text.text ?? "")")])
            }
        case .list(let items) where items.allSatisfy({ $0.bytes != nil }):
            lines(key, .text(items.compactMap(\.text).joined(separator: " ")))
        case .table(let fields): fields.sorted { $0.key < $1.key }.flatMap { lines("\(key).\($0.key)", $0.value) }
        default: [.table(["key": .text(key), "value": value])]
        }
    }
}

extension Preset {
    /// Whether its id, its names or one of its addresses holds a word.
    func matches(_ word: String) -> Bool {
        let word = word.lowercased()
        let addresses = fields.values.compactMap(\.text).filter { $0.contains("://") }
        return ([id, name] + aliases + addresses).contains { $0.lowercased().contains(word) }
    }
}

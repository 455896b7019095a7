import OAuthCore
import Synchronization

/// The presets that a run has asked for. A key is a preset's id, with `own:` before it in a person's own folder.
public final class PresetLibrary: Sendable {
    /// What is to be done in Lua with a preset that was opened.
    enum Opened {
        case nothing
        /// The Lua of its hooks.
        case hooks([UInt8])
        /// A preset that is written in Lua.
        case preset(PresetFolder.File)
    }

    private struct Loaded {
        var id: String
        var table: PresetTable
        var hooks: Set<HookPoint> = []
    }

    private let folder: PresetFolder
    private let loaded = Mutex<[String: Loaded]>([:])
    private static let own = "own:"

    public init(folder: PresetFolder) { self.folder = folder }

    /// Finds a preset by its name or an alias: among the person's own, then in the catalogue.
    /// - Parameter key: of the preset that extends it: one of a person's own extends that of the same name in the catalogue.
    /// - Throws: ``OAuthError`` of kind `config` where there is none.
    func open(_ name: String, below key: String?) throws -> (key: String, Opened) {
        if PresetSchema.isID(name), key != Self.own + name, let file = try folder.file(name) {
            let key = Self.own + name
            if file.isLua { return (key, loaded.withLock { $0[key] == nil } ? .preset(file) : .nothing) }
            let table: PresetTable
            do { table = try PresetTable(reading: file.text) } catch {
                throw OAuthError(.config, "\(VisibleText.of(file.path)) \(error.message)", advice: error.advice)
            }
            loaded.withLock { $0[key] = Loaded(id: name, table: table) }
            return (key, .nothing)
        }
        guard let (id, table) = PresetCatalogue.find(name) else { throw try unknown(name) }
        loaded.withLock { $0[id] = Loaded(id: id, table: table) }
        return (id, PresetCatalogue.hooks(of: id).map { .hooks($0) } ?? .nothing)
    }

    /// What a preset in Lua says.
    func define(_ key: String, _ table: PresetTable, hooks: Set<HookPoint>) {
        let id = key.hasPrefix(Self.own) ? String(key.dropFirst(Self.own.count)) : key
        loaded.withLock { $0[key] = Loaded(id: id, table: table, hooks: hooks) }
    }

    /// The name of what a preset extends.
    func base(of key: String) -> String? { loaded.withLock { $0[key]?.table.values["extends"]?.text } }

    /// A preset and those that it extends, which have been opened.
    /// - Throws: ``OAuthError`` of kind `config` for one of a person's own that is not in order.
    public func preset(_ key: String) throws -> Preset {
        let (table, id) = try merged(key, seen: [])
        return try Preset(table, id: id)
    }

    /// What is wrong with a preset that has been opened, and those it extends as well.
    public func problems(_ key: String) throws -> [PresetProblem] {
        guard let entry = loaded.withLock({ $0[key] }) else { return [] }
        let base = try base(of: key).map { try merged(opened($0, below: key), seen: [key]).table }
        return entry.table.problems(id: entry.id, base: base, hooks: hookPoints(key))
    }

    private func merged(_ key: String, seen: Set<String>) throws -> (table: PresetTable, id: String) {
        guard let entry = loaded.withLock({ $0[key] }) else { throw OAuthError(.config, "there is no preset '\(key)'") }
        guard !seen.contains(key) else {
            throw OAuthError(
                .config, "preset '\(entry.id)' extends itself", advice: "Follow extends from one to the next")
        }
        let base = try base(of: key).map { try merged(opened($0, below: key), seen: seen.union([key])).table }
        if key.hasPrefix(Self.own) {
            let problems = entry.table.problems(id: entry.id, base: base, hooks: hookPoints(key))
            if let first = problems.first {
                throw OAuthError(
                    .config, "preset '\(entry.id)': \(first.key.map { "\($0) " } ?? "")\(first.message)",
                    advice: first.advice ?? "See `oauthlua presets lint`")
            }
        }
        var table = base.map(entry.table.over) ?? entry.table
        if key.hasPrefix(Self.own), table.values["verified"] == nil {
            table.values["verified"] = base.map { $0.values["verified"] ?? false } ?? true
        }
        return (table, entry.id)
    }

    private func opened(_ name: String, below key: String) throws -> String { try open(name, below: key).key }

    /// The moments at which a preset or one that it extends has hooks, as far as that is known without Lua.
    private func hookPoints(_ key: String) -> Set<HookPoint> {
        var points = loaded.withLock { $0[key]?.hooks ?? [] }
        if !key.hasPrefix(Self.own), PresetCatalogue.hooks(of: key) != nil { points = Set(HookPoint.allCases) }
        if let base = base(of: key), let (next, _) = try? open(base, below: key), next != key {
            points.formUnion(hookPoints(next))
        }
        return points
    }

    /// What `preset = "…"` can be, aliases as well, sorted.
    public func names() throws -> [String] { Set(try folder.names()).union(PresetCatalogue.names).sorted() }

    private func unknown(_ name: String) throws -> OAuthError {
        let nearest = NearestName.several(of: name, in: try names(), limit: 3).map { "'\($0)'" }
        let shown = VisibleText.of(name, limit: 60)
        return OAuthError(
            .config, "there is no preset '\(shown)'",
            advice: nearest.isEmpty
                ? "Look for it with `oauthlua presets search WORD`, or write the provider's URLs"
                : "Did you mean \(nearest.joined(separator: " or "))? See `oauthlua presets list`")
    }
}

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
        /// The moments at which it has hooks; nil before its Lua was run.
        var hooks: Set<HookPoint>?
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
        guard let (id, table) = PresetCatalogue.find(name) else { throw try unknown(name, below: key.map(Self.id)) }
        loaded.withLock { $0[id] = Loaded(id: id, table: table, hooks: $0[id]?.hooks) }
        return (id, PresetCatalogue.hooks(of: id).map { .hooks($0) } ?? .nothing)
    }

    /// What a preset in Lua says.
    func define(_ key: String, _ table: PresetTable, hooks: Set<HookPoint>) {
        loaded.withLock { $0[key] = Loaded(id: Self.id(key), table: table, hooks: hooks) }
    }

    /// What the Lua beside a preset of the catalogue has.
    func define(_ key: String, hooks: Set<HookPoint>) { loaded.withLock { $0[key]?.hooks = hooks } }

    private static func id(_ key: String) -> String { key.hasPrefix(own) ? String(key.dropFirst(own.count)) : key }

    /// The name of what a preset extends.
    func base(of key: String) -> String? { loaded.withLock { $0[key]?.table.values["extends"]?.text } }

    /// A preset and those that it extends, which have been opened.
    /// - Throws: ``OAuthError`` of kind `config` for one of a person's own that is not in order.
    public func preset(_ key: String) throws -> Preset {
        let (table, id) = try merged(key, seen: [])
        var preset = try Preset(table, id: id)
        preset.hooks = hookPoints(key)
        return preset
    }

    /// What is wrong with a preset that has been opened, and those it extends as well.
    public func problems(_ key: String) throws -> [PresetProblem] {
        guard let entry = loaded.withLock({ $0[key] }) else { return [] }
        let base = try base(of: key).map { try merged(opened($0, below: key), seen: [key]).table }
        var problems = entry.table.problems(id: entry.id, base: base, hooks: hookPoints(key))
        if key.hasPrefix(Self.own), entry.table.values["aliases"] != nil {
            problems.append(
                PresetProblem(
                    "aliases", "do nothing in a preset of your own", advice: "It is found by its file's name alone"))
        }
        return problems
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
        let known = loaded.withLock { $0[key]?.hooks }
        let hasSome = !key.hasPrefix(Self.own) && PresetCatalogue.hooks(of: key) != nil
        var points = known ?? (hasSome ? Set(HookPoint.allCases) : [])
        if let base = base(of: key), let (next, _) = try? open(base, below: key), next != key {
            points.formUnion(hookPoints(next))
        }
        return points
    }

    /// What `preset = "…"` can be, aliases as well, sorted.
    public func names() throws -> [String] { Set(try folder.names()).union(PresetCatalogue.names).sorted() }

    /// - Parameter id: of the preset that extends it.
    private func unknown(_ name: String, below id: String?) throws -> OAuthError {
        let shown = VisibleText.of(name, limit: 60)
        if id == name {
            return OAuthError(
                .config, "preset '\(shown)' extends itself: the catalogue has none of that name to be put under it",
                advice: "Take extends out, or name the preset that it is like")
        }
        let nearest = NearestName.several(of: name, in: try names(), limit: 3).map { "'\($0)'" }
        return OAuthError(
            .config, "there is no preset '\(shown)'" + (id.map { ", which '\($0)' extends" } ?? ""),
            advice: nearest.isEmpty
                ? "Look for it with `oauthlua presets search WORD`, or write the provider's URLs"
                : "Did you mean \(nearest.joined(separator: " or "))? See `oauthlua presets list`")
    }
}

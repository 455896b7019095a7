import LuaHost
import OAuthCore
import OAuthLua

extension Session {
    /// All presets by id; one of the person's own in the place of that of its name in the catalogue.
    func presets() async throws -> [(preset: Preset, isOwn: Bool)] {
        var presets: [String: (preset: Preset, isOwn: Bool)] = [:]
        let tables = Dictionary(PresetCatalogue.tables.map { ($0.id, $0.table) }) { $1 }
        for (id, table) in tables { presets[id] = (try Preset(table.extending { tables[$0] }, id: id), false) }
        let reader = presetReader()
        for name in try services.presets.names() {
            do { presets[name] = (try await reader.preset(named: name), true) } catch {
                // The others can be shown all the same.
                console.warn("preset '\(name)' of your own is not in order", hint: "See: oauthlua presets show \(name)")
            }
        }
        return presets.values.sorted { $0.preset.id < $1.preset.id }
    }

    func printPresets(_ presets: [(preset: Preset, isOwn: Bool)], as settings: OutputSettings) async throws {
        let rows = presets.map { PresetListing.row($0.preset, isOwn: $0.isOwn) }
        try await console.print(
            ScriptResult(.list(rows), shape: RowShape(name: "presets", columns: PresetListing.columns)), as: settings)
    }

    func presetReader(_ folder: PresetFolder? = nil) -> PresetReader {
        var services = services
        if let folder { services.presets = folder }
        return PresetReader(services: services, inputs: inputs([]), limits: limits)
    }

    /// - Throws: ``NoInput`` where there is no such file; ``OAuthError`` and `ScriptError` where it cannot be read at all.
    func presetProblems(inFile path: String) async throws -> [PresetProblem] {
        let text = try InputFile.read(path)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard let dot = name.lastIndex(of: "."), ["json", "lua"].contains(name[name.index(after: dot)...]) else {
            throw OAuthError(
                .config, "\(path) is neither .json nor .lua", advice: "The file's name is the preset's id: google.json")
        }
        let id = String(name[..<dot])
        guard PresetSchema.isID(id) else {
            throw OAuthError(
                .config, "'\(VisibleText.of(id))' cannot be a preset's id", advice: "Ids have a-z, 0-9, -, _ and . only"
            )
        }
        let folder = services.presets.replacing(id, with: PresetFolder.File(path: path, text: text))
        var problems = try await presetReader(folder).problems(named: id)
        problems += clashes(of: id)
        return problems
    }

    /// A name of the catalogue that this one would hide without being meant to.
    private func clashes(of id: String) -> [PresetProblem] {
        guard let other = PresetCatalogue.id(ofAlias: id) else { return [] }
        return [
            PresetProblem(
                "id", "is another name of '\(other)' in the catalogue",
                advice: "Call the file \(other).json to replace that preset, or choose a name of your own")
        ]
    }
}

import LuaHost
import OAuthCore

/// What Modules/presets.lua asks of the host.
enum PresetFunctions {
    static func all(for host: OAuthHost) -> [SyncFunction] {
        let presets = host.presets
        return [
            SyncFunction("preset.open") { arguments in
                let (key, opened) = try presets.open(
                    try arguments.text(0, "preset"), below: arguments.dropFirst().first?.text)
                switch opened {
                case .nothing: return [.text(key)]
                case .hooks(let source): return [.text(key), .text("hooks"), .string(source)]
                case .preset(let file):
                    return [.text(key), .text("preset"), .string(file.text), .text(file.path)]
                }
            },
            SyncFunction("preset.define") { arguments in
                guard arguments.count == 3, case .table(let fields) = arguments[1] else { return [] }
                let names = arguments[2].list?.compactMap(\.text) ?? []
                presets.define(
                    try arguments.text(0, "preset"), PresetTable(try DefinitionValue.fields(fields, at: "")),
                    hooks: Set(names.compactMap(HookPoint.init(rawValue:))))
                return []
            },
            SyncFunction("preset.hooks") { arguments in
                let names = arguments.dropFirst().first?.list?.compactMap(\.text) ?? []
                presets.define(
                    try arguments.text(0, "preset"), hooks: Set(names.compactMap(HookPoint.init(rawValue:))))
                return []
            },
            SyncFunction("preset.base") { arguments in
                [presets.base(of: try arguments.text(0, "preset")).map { .text($0) } ?? .nil]
            },
        ]
    }
}

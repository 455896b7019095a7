import CLuaHost

/// All that a machine is opened with.
struct Configuration: Sendable {
    var host: any Host
    var modules: [LuaModule]
    var functions: [SyncFunction]
    var limits: LuaLimits
    var globals: [String: LuaValue]
    var environment: [String: String]
    var modulePath: [String]
    var deniedFolders: [String]
    var output: ScriptOutput

    /// False if memory does not suffice.
    func prepare(_ machine: OpaquePointer) -> Bool {
        let variables = TapeWriter.tape(of: [.table(environment.mapValues { .text($0) })])
        let globals = TapeWriter.tape(of: [.table(globals)])
        return lh_set_environment(machine, variables, variables.count)
            && lh_set_globals(machine, globals, globals.count)
            && deniedFolders.allSatisfy { lh_deny_folder(machine, $0) }
            && modules.allSatisfy { lh_add_module(machine, $0.name, $0.source, $0.source.count, $0.isGlobal) }
            && functions.enumerated().allSatisfy { lh_add_function(machine, $1.name, Int32($0)) }
            && lh_set_path(machine, modulePath.map { "\($0)/?.lua;\($0)/?/init.lua" }.joined(separator: ";"))
    }

    /// With the folder of a script (its chunk name is `@` and its path) as the first to look for modules in.
    func searching(besideChunk chunkName: String) -> Configuration {
        var folder = "."
        if chunkName.hasPrefix("@"), let slash = chunkName.lastIndex(of: "/") {
            let parent = chunkName[chunkName.index(after: chunkName.startIndex)..<slash]
            folder = parent.isEmpty ? "/" : String(parent)
        }
        var copy = self
        copy.modulePath.insert(folder, at: 0)
        return copy
    }
}

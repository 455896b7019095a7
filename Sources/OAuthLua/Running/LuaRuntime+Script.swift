import LuaHost

extension LuaRuntime {
    /// A runtime with the modules scripts see.
    /// - Parameters:
    ///   - script: whose synchronous functions the modules call.
    ///   - host: who performs what waits.
    ///   - moreModules: besides those of scripts.
    ///   - functions: besides those of scripts.
    convenience init(
        script: OAuthHost, performing host: some Host, inputs: ScriptInputs, limits: LuaLimits,
        moreModules: [LuaModule] = [], functions: [SyncFunction] = []
    ) {
        self.init(
            host: host, modules: Modules.all + moreModules, functions: Functions.all(for: script) + functions,
            limits: limits,
            globals: [
                "arg": .list(inputs.arguments.map { .text($0) }),
                "params": .table(inputs.parameters.mapValues { .text($0) }),
            ],
            environment: inputs.environment, modulePath: inputs.modulePath, deniedFolders: inputs.deniedFolders,
            output: inputs.output)
    }
}

import LuaHost

/// What Modules/hooks.lua tells the host.
enum HookFunctions {
    static func all(for hooks: HookBroker) -> [SyncFunction] {
        [
            SyncFunction("hook.done") { arguments in
                guard arguments.count >= 2, let id = arguments[0].integer else { return [] }
                hooks.done(id, succeeded: arguments[1] == .boolean(true), arguments.count > 2 ? arguments[2] : .nil)
                return []
            }
        ]
    }
}

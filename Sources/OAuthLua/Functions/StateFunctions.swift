import LuaHost

/// What Modules/store.lua asks of the host without waiting.
enum StateFunctions {
    static func all(for host: OAuthHost) -> [SyncFunction] {
        let (state, isFull) = (host.state, host.services.isFull)
        return [
            SyncFunction("state.stage") { arguments in
                state.stage(try arguments.bytes(0, "state"))
                return []
            },
            SyncFunction("state.is_full") { _ in [.boolean(isFull)] },
        ]
    }
}

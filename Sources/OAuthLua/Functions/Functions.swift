import LuaHost

/// Every synchronous function the modules use, by the name they call it.
enum Functions {
    static func all(for host: OAuthHost) -> [SyncFunction] {
        Base64Functions.all + URLFunctions.all + HashFunctions.all + TextFunctions.all
            + CharsetFunctions.all
            + LogFunctions.all(log: host.services.log) + ConnectionFunctions.all(for: host)
            + PresetFunctions.all(for: host) + ResponseFunctions.all(for: host.bodies)
            + HookFunctions.all(for: host.hooks)
            + StateFunctions.all(for: host) + ProgressFunctions.all(host.services.progress)
    }
}

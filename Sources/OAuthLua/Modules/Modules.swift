import LuaHost

/// The modules scripts see, each a global and a `require`; compiled when first used.
enum Modules {
    static let all: [LuaModule] =
        [
            LuaModule(name: "oauth.hooks", source: PackageResources.hooks_lua, isGlobal: false),
            LuaModule(name: "http", source: PackageResources.http_lua, isGlobal: true),
            LuaModule(name: "oauth", source: PackageResources.oauth_lua, isGlobal: true),
            LuaModule(name: "resource", source: PackageResources.resource_lua, isGlobal: true),
            LuaModule(name: "secret", source: PackageResources.secret_lua, isGlobal: true),
            LuaModule(name: "time", source: PackageResources.time_lua, isGlobal: true),
        ] + functionModules

    /// Modules that are nothing but functions of the host.
    private static let functionModules: [LuaModule] = [
        functions("base64", ["encode", "decode", "encode_url", "decode_url"]),
        functions("url", ["encode", "decode", "query", "parse"]),
        functions("log", ["debug", "info", "warn", "error"]),
        functions(
            "hash",
            ["md5", "sha1", "sha256", "sha384", "sha512"].flatMap { [$0, "hmac_\($0)"] }),
    ]

    private static func functions(_ name: String, _ members: [String]) -> LuaModule {
        let fields = members.map { "\($0) = f[\"\(name).\($0)\"]" }.joined(separator: ", ")
        return LuaModule(
            name: name, source: Array("local f = (...).functions return { \(fields) }".utf8), isGlobal: true)
    }
}

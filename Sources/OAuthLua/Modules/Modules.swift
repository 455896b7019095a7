import LuaHost

/// The modules scripts see, each a global and a `require`; compiled when first used.
enum Modules {
    static let all: [LuaModule] =
        [
            LuaModule(name: "oauth.hooks", source: PackageResources.hooks_lua, isGlobal: false),
            LuaModule(name: "oauth.presets", source: PackageResources.presets_lua, isGlobal: false),
            LuaModule(name: "charsets", source: PackageResources.charsets_lua, isGlobal: false),
            LuaModule(name: "checkpoint", source: PackageResources.checkpoint_lua, isGlobal: true),
            LuaModule(name: "csv", source: PackageResources.csv_lua, isGlobal: true),
            LuaModule(name: "http", source: PackageResources.http_lua, isGlobal: true),
            LuaModule(name: "http.multipart", source: PackageResources.multipart_lua, isGlobal: false),
            LuaModule(name: "ndjson", source: PackageResources.ndjson_lua, isGlobal: true),
            LuaModule(name: "oauth", source: PackageResources.oauth_lua, isGlobal: true),
            LuaModule(name: "resource", source: PackageResources.resource_lua, isGlobal: true),
            LuaModule(name: "resource.bodies", source: PackageResources.bodies_lua, isGlobal: false),
            LuaModule(name: "resource.checks", source: PackageResources.checks_lua, isGlobal: false),
            LuaModule(name: "resource.definition", source: PackageResources.definition_lua, isGlobal: false),
            LuaModule(name: "resource.links", source: PackageResources.links_lua, isGlobal: false),
            LuaModule(name: "resource.outbox", source: PackageResources.outbox_lua, isGlobal: false),
            LuaModule(name: "resource.pages", source: PackageResources.pages_lua, isGlobal: false),
            LuaModule(name: "resource.paging", source: PackageResources.paging_lua, isGlobal: false),
            LuaModule(name: "resource.positions", source: PackageResources.positions_lua, isGlobal: false),
            LuaModule(name: "resource.reader", source: PackageResources.reader_lua, isGlobal: false),
            LuaModule(name: "resource.requests", source: PackageResources.requests_lua, isGlobal: false),
            LuaModule(name: "resource.rows", source: PackageResources.rows_lua, isGlobal: false),
            LuaModule(name: "resource.since", source: PackageResources.since_lua, isGlobal: false),
            LuaModule(name: "secret", source: PackageResources.secret_lua, isGlobal: true),
            LuaModule(name: "state", source: PackageResources.state_lua, isGlobal: true),
            LuaModule(name: "store", source: PackageResources.store_lua, isGlobal: false),
            LuaModule(name: "time", source: PackageResources.time_lua, isGlobal: true),
            LuaModule(name: "xml", source: PackageResources.xml_lua, isGlobal: true),
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

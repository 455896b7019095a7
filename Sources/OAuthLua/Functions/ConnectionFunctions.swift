import LuaHost
import OAuthCore

/// What Modules/oauth.lua asks of the host without waiting: definitions are checked the moment they are written.
enum ConnectionFunctions {
    static func all(for host: OAuthHost) -> [SyncFunction] {
        let connections = host.connections
        return [
            SyncFunction("connection.define") { arguments in
                guard case .table(let fields)? = arguments.first else {
                    throw OAuthError(
                        .config, "a connection's definition must be a table of named fields",
                        advice: "Write oauth.connection { name = \"…\", token_url = \"…\", … }")
                }
                let written = try DefinitionValue.fields(fields, at: "")
                let folder = folder(of: arguments.dropFirst().first)
                guard case .string(let key)? = arguments.dropFirst(2).first else {
                    return [.integer(Int64(connections.define(try ConnectionDefinition(written, folder: folder))))]
                }
                let preset = try host.presets.preset(String(decoding: key, as: UTF8.self))
                let definition = try ConnectionDefinition(
                    try preset.definition(under: written), folder: folder, preset: preset.mark)
                return [.integer(Int64(connections.define(definition, pages: preset.pages)))]
            },
            SyncFunction("connection.name") { arguments in
                guard let handle = arguments.first?.integer, let name = connections.name(of: Int(handle)) else {
                    return [.nil]
                }
                return [.text(name)]
            },
            SyncFunction("connection.keeps") { arguments in
                guard let handle = arguments.first?.integer else { return [.boolean(false)] }
                return [.boolean(connections.keeps(try arguments.text(1, "connection.keeps"), of: Int(handle)))]
            },
            SyncFunction("connection.pages") { arguments in
                guard let handle = arguments.first?.integer, let pages = connections.pages(of: Int(handle)) else {
                    return [.nil]
                }
                return [LuaValue(pages)]
            },
            SyncFunction("connection.find") { arguments in
                [.integer(Int64(try connections.shared(named: try arguments.text(0, "oauth.connection"))))]
            },
            SyncFunction("connections.names") { _ in
                var names: [String] = []
                for entry in connections.entries where !names.contains(entry.definition.name) {
                    names.append(entry.definition.name)
                }
                return [.list(names.map { .text($0) })]
            },
            SyncFunction("connections.source") { _ in
                guard let file = try host.services.connectionsFile() else { return [.nil] }
                return [.string(file.source), .text(file.path)]
            },
            SyncFunction("connections.shared") { arguments in
                connections.defineShared(arguments.first == .boolean(true))
                return []
            },
        ]
    }

    /// The folder of the file that defines a connection: where the relative paths in it begin.
    private static func folder(of file: LuaValue?) -> String {
        guard case .string(let path)? = file, let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return slash == path.startIndex ? "/" : String(decoding: path[..<slash], as: UTF8.self)
    }
}

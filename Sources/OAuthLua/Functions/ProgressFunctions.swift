import LuaHost
import OAuthClient

/// What resources tell whoever shows long work.
enum ProgressFunctions {
    static func all(_ report: ProgressReport?) -> [SyncFunction] {
        [
            SyncFunction("progress.page") { arguments in
                report?(.page(resource: try name(arguments), rows: count(arguments)))
                return []
            },
            SyncFunction("progress.rows") { arguments in
                report?(.rows(resource: try name(arguments), count: count(arguments)))
                return []
            },
        ]
    }

    private static func name(_ arguments: [LuaValue]) throws -> String {
        String(decoding: try arguments.bytes(0, "progress"), as: UTF8.self)
    }

    private static func count(_ arguments: [LuaValue]) -> Int {
        arguments.count > 1 ? arguments[1].integer.map(Int.init) ?? 0 : 0
    }
}

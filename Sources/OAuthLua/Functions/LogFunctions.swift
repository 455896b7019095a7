import LuaHost

/// `log`: one line each on stderr, at the level `--log-level` lets through.
enum LogFunctions {
    static func all(log: @escaping @Sendable (LogLevel, String) -> Void) -> [SyncFunction] {
        [LogLevel.debug, .info, .warn, .error].map { level in
            SyncFunction("log.\(level.rawValue)") { arguments in
                log(level, arguments.map(words).joined(separator: " "))
                return []
            }
        }
    }

    private static func words(_ value: LuaValue) -> String {
        switch value {
        case .nil: "nil"
        case .null: "null"
        case .boolean(let value): String(value)
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .string(let bytes): String(decoding: bytes, as: UTF8.self)
        case .list, .table: value.typeName
        }
    }
}

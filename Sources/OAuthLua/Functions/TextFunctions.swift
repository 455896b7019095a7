import LuaHost
import OAuthCore

/// Helpers of the Lua modules that scripts do not see.
enum TextFunctions {
    static let all: [SyncFunction] = [
        SyncFunction("text.nearest") { arguments in
            guard case .list(let known)? = arguments.last else { return [.nil] }
            let word = try arguments.text(0, "text.nearest")
            return [NearestName.of(word, in: known.compactMap(\.text)).map { .text($0) } ?? .nil]
        },
        SyncFunction("request.unknown_field") { arguments in
            let known = [
                "query", "headers", "json", "form", "body", "file", "save", "timeout", "connect_timeout", "max_size",
                "redirects", "cache", "retry", "rate", "multipart", "resume", "checksum", "stream",
            ]
            let word = try arguments.text(0, "request")
            let advice =
                NearestName.of(word, in: known).map { "Did you mean '\($0)'?" }
                ?? "A request takes \(known.joined(separator: ", "))"
            return [
                .table(OAuthError(.config, "unknown field '\(word)' in a request's options", advice: advice).fields)
            ]
        },
    ]
}

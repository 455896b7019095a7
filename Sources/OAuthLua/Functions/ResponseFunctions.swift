import Crypto
import LuaHost
import OAuthClient
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What Modules/http.lua asks of a response it holds by number.
enum ResponseFunctions {
    static func all(for bodies: BodyTable) -> [SyncFunction] {
        @Sendable func response(_ arguments: [LuaValue]) throws -> APIResponse {
            guard let handle = arguments.first?.integer, let response = bodies.response(handle) else {
                throw ArgumentFailure("this response's body is no longer here")
            }
            return response
        }
        return [
            SyncFunction("body.release") { arguments in
                bodies.remove(arguments.compactMap(\.integer))
                return []
            },
            SyncFunction("body.held") { _ in [.integer(Int64(bodies.bytes))] },
            SyncFunction("body.digest") { arguments in
                [.string(Array(Data(SHA256.hash(data: try response(arguments).body))))]
            },
            SyncFunction("body.utf8") { arguments in
                guard let handle = arguments.first?.integer, let text = try bodies.text(handle, charset: nil) else {
                    throw ArgumentFailure("this response's body is no longer here")
                }
                return [.string(text.bytes)]
            },
            SyncFunction("body.text") { arguments in [.string(try response(arguments).body)] },
            SyncFunction("body.close") { arguments in
                bodies.remove(arguments.compactMap(\.integer))
                return []
            },
            SyncFunction("body.undecodable") { arguments in
                let response = try response(arguments)
                let format = try arguments.text(1, "body")
                let why = try arguments.text(2, "body")
                return [.table(ResponseErrors.undecodable(response, as: format, because: why).fields)]
            },
            SyncFunction("body.refused") { arguments in
                [.table(ResponseErrors.refused(try response(arguments)).fields)]
            },
        ]
    }
}

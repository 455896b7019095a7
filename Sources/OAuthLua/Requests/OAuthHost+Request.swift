import HTTPTypes
import LuaHost
import OAuthClient
import OAuthCore

extension OAuthHost {
    /// `conn:get(url, options)` and its sisters: `(connection or false, spec, handles of responses nobody holds)`.
    func request(_ arguments: Arguments) async throws -> LuaValue {
        if case .list(let released) = arguments[2] { bodies.remove(released.compactMap(\.integer)) }
        let request = try RequestSpec(arguments.fields(1)).request
        var connection: Connection?
        if arguments[0].integer != nil { connection = try connections.connection(arguments.handle(0)) }
        let response: APIResponse
        do {
            response = try await services.client.send(request, as: connection)
        } catch let error as OAuthError where error.kind == .authorizationRequired {
            // In a hook there is a sign-in, or a request, that waits for it.
            guard let connection, HookFrame.chain.isEmpty else { throw error }
            try await services.signIn(connection, error)
            response = try await services.client.send(request, as: connection)
        }
        return value(of: response)
    }

    private func value(of response: APIResponse) -> LuaValue {
        var headers: [String: LuaValue] = [:]
        for field in response.headers {
            let name = field.name.canonicalName
            if let before = headers[name]?.text {
                headers[name] = .text("\(before), \(field.value)")
            } else {
                headers[name] = .text(field.value)
            }
        }
        var fields: [String: LuaValue] = [
            "status": .integer(Int64(response.status)), "ok": .boolean((200..<300).contains(response.status)),
            "url": .text(response.url.absoluteString), "headers": .table(headers),
            "handle": .integer(bodies.add(response)),
        ]
        fields["saved"] = response.savedBytes.map { .integer(Int64($0)) }
        return .table(fields)
    }
}

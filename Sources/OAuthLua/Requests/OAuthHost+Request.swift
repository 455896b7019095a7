import HTTPTypes
import LuaHost
import OAuthClient
import OAuthCore

extension OAuthHost {
    /// `conn:get(url, options)` and its sisters: `(connection or false, spec, handles of responses nobody holds)`.
    func request(_ arguments: Arguments) async throws -> LuaValue {
        if case .list(let released) = arguments[2] { bodies.remove(released.compactMap(\.integer)) }
        let spec = try RequestSpec(arguments.fields(1))
        var connection: Connection?
        if arguments[0].integer != nil { connection = try await self.connection(arguments.handle(0)) }
        let response: ResponseCache.Answer
        do {
            response = try await send(spec, as: connection)
        } catch let error as OAuthError where error.kind == .authorizationRequired {
            // In a hook there is a sign-in, or a request, that waits for it.
            guard let connection, HookFrame.chain.isEmpty else { throw error }
            try await services.signIn(connection, error)
            response = try await send(spec, as: connection)
        }
        return value(of: response.response, isCached: response.isCached)
    }

    /// Its secrets may come from a program that asks a person for them: not on the network's thread.
    private func connection(_ handle: Int) async throws -> Connection {
        if let known = connections.known(handle) { return known }
        return try await withTaskExecutorPreference(globalConcurrentExecutor) { try connections.connection(handle) }
    }

    private func send(_ spec: RequestSpec, as connection: Connection?) async throws -> ResponseCache.Answer {
        guard let cache, spec.makesStore || cache.isStored else {
            return .init(response: try await services.client.send(spec.request, as: connection), isCached: false)
        }
        return try await cache.send(spec.request, as: connection, use: spec.cache, through: services.client)
    }

    private func value(of response: APIResponse, isCached: Bool) -> LuaValue {
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
            "handle": .integer(bodies.add(response)), "cached": .boolean(isCached),
        ]
        fields["saved"] = response.savedBytes.map { .integer(Int64($0)) }
        if let checksum = response.checksum, let hex = checksum.hex {
            fields["checksum"] = .list([.text(checksum.algorithm.rawValue), .text(hex)])
        }
        if response.stream != nil { fields["stream"] = true }
        return .table(fields)
    }

    /// `body.chunk`: the handle of the next piece of a streamed response, which has a response's headers and is there
    /// until the one after it is asked for; nothing at the end. Pieces end at the end of a line, unless the second
    /// argument is `"bytes"`; their charset is that of the whole text.
    func chunk(_ arguments: Arguments) async throws -> [LuaValue] {
        guard let handle = arguments[0].integer, let response = bodies.response(handle), let stream = response.stream
        else { throw OAuthError(.config, "this response is not streamed, or was closed") }
        bodies.dropChunk(of: handle)
        guard let bytes = try await stream.next(wholeLines: arguments[1].text != "bytes") else { return [] }
        var piece = response
        piece.stream = nil
        piece.body = bytes
        return bodies.addChunk(piece, in: await stream.charset, of: handle).map { [.integer($0)] } ?? []
    }
}

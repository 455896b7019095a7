import LuaHost
import OAuthClient
import OAuthCore

/// Performs what scripts ask for. Each operation is one method; the scheduler runs them side by side.
struct OAuthHost: Host {
    let services: ScriptServices
    let connections: ConnectionTable
    let bodies = BodyTable()

    func perform(_ operation: Operation) async throws -> [LuaValue] {
        let arguments = Arguments(operation)
        switch operation.name {
        case "request": return [try await request(arguments)]
        case "authorize": return try await authorize(arguments)
        case "refresh": return try await refresh(arguments)
        case "status": return [try await status(arguments)]
        case "revoke": return try await revoke(arguments)
        default: throw OAuthError(.config, "there is no operation '\(operation.name)'")
        }
    }

    func withBody<Result>(_ handle: Int64, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result? {
        guard let response = bodies.response(handle) else { return nil }
        return try response.body.withUnsafeBytes(body)
    }

    private func authorize(_ arguments: Arguments) async throws -> [LuaValue] {
        let connection = try connections.connection(arguments.handle(0))
        try await services.signIn(
            connection,
            OAuthError(
                .authorizationRequired, "the script asks for a new login for '\(connection.name)'",
                advice: "Run: \(services.tokens.commandHint(connection))", connection: connection.name))
        return []
    }

    private func refresh(_ arguments: Arguments) async throws -> [LuaValue] {
        _ = try await services.tokens.refresh(connections.connection(arguments.handle(0)))
        return []
    }

    private func revoke(_ arguments: Arguments) async throws -> [LuaValue] {
        try await services.tokens.forget(connections.connection(arguments.handle(0)), revoking: true)
        return []
    }
}

/// The arguments of an operation, as the modules of this target pass them.
struct Arguments {
    let values: [LuaValue]

    init(_ operation: Operation) { values = operation.arguments }

    subscript(index: Int) -> LuaValue { values.indices.contains(index) ? values[index] : .nil }

    func handle(_ index: Int) throws(OAuthError) -> Int {
        guard let handle = self[index].integer else { throw OAuthError(.config, "expected a connection") }
        return Int(handle)
    }

    func fields(_ index: Int) -> [String: LuaValue] {
        if case .table(let fields) = self[index] { fields } else { [:] }
    }
}

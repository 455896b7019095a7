import LuaHost
import OAuthCore

/// Runs a script for its result.
public struct ScriptRunner: Sendable {
    private let runtime: LuaRuntime
    private let inputs: ScriptInputs

    public init(services: ScriptServices, inputs: ScriptInputs, limits: LuaLimits) {
        let host = OAuthHost(services: services, connections: ConnectionTable(secrets: services.secrets))
        self.inputs = inputs
        runtime = LuaRuntime(script: host, performing: host, inputs: inputs, limits: limits)
    }

    /// - Throws: ``ScriptError``; what a script let through of ours has the fields of ``OAuthError``.
    public func run(_ source: [UInt8], chunkName: String) async throws -> ScriptResult {
        let results = try await runtime.results(of: source, chunkName: chunkName, arguments: inputs.arguments)
        return ScriptResult(results.values, columns: results.columns)
    }

    /// Ends the run from outside: Ctrl-C.
    public func interrupt() { runtime.interrupt(.interrupted) }
}

/// What a script returned.
public struct ScriptResult: Sendable {
    public var value: LuaValue
    /// The order of a table's columns, where the script gave one.
    public var columns: [String]?

    public init(_ value: LuaValue, columns: [String]? = nil) {
        self.value = value
        self.columns = columns
    }

    /// One value is itself; several are a list.
    init(_ values: [LuaValue], columns: [String]?) {
        // `return rows` with nothing in it is an empty list of rows, though Lua cannot tell.
        let value = values.count <= 1 ? values.first ?? .nil : .list(values)
        self.init(value == .table([:]) ? .list([]) : value, columns: columns)
    }
}

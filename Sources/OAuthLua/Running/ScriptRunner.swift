import LuaHost
import OAuthCore

/// Runs a script for its result.
public struct ScriptRunner: Sendable {
    private let runtime: LuaRuntime
    private let host: OAuthHost
    private let inputs: ScriptInputs

    public init(services: ScriptServices, inputs: ScriptInputs, limits: LuaLimits) {
        self.init(host: OAuthHost(services: services), inputs: inputs, limits: limits)
    }

    init(host: OAuthHost, inputs: ScriptInputs, limits: LuaLimits) {
        self.host = host
        self.inputs = inputs
        let runtime = LuaRuntime(script: host, performing: host, inputs: inputs, limits: limits)
        self.runtime = runtime
        host.hooks.onStuck { [weak runtime] in runtime?.interrupt(.timeLimit) }
    }

    /// - Throws: ``ScriptError``; what a script let through of ours has the fields of ``OAuthError``.
    public func run(_ source: [UInt8], chunkName: String) async throws -> ScriptResult {
        let results = try await runtime.results(of: source, chunkName: chunkName, arguments: inputs.arguments)
        return ScriptResult(host.rows.completing(results))
    }

    /// Keeps what the script wants to find in its next run (`state`, what resources have seen). To be called when all that
    /// it returned is written, so that nothing counts as seen that nobody got; after `os.exit(0)` too.
    /// - Throws: ``OAuthError`` of kind `store`.
    public func commit() async throws { try await host.state.commit() }

    /// Ends the run from outside: Ctrl-C.
    ///
    /// A token that is on its way through a hook is waited for, two seconds at most: to lose it could be to lose the login.
    public func interrupt() {
        let connections = host.connections.entries
        guard connections.contains(where: { !$0.definition.hookPoints.isEmpty }) else {
            return runtime.interrupt(.interrupted)
        }
        let (runtime, tokens) = (runtime, host.services.tokens)
        Task {
            await withTaskGroup { group in
                group.addTask { await tokens.finish() }
                group.addTask { try? await Task.sleep(for: .seconds(2)) }
                await group.next()
                runtime.interrupt(.interrupted)
                group.cancelAll()
            }
        }
    }
}

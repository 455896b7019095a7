import LuaHost
import OAuthCore
import Synchronization

/// Finds the connections a script defines, by running it until it first asks the host for something that waits.
public struct DefinitionCollector: Sendable {
    private let host: StoppingHost
    private let runtime: LuaRuntime

    public init(services: ScriptServices, inputs: ScriptInputs, limits: LuaLimits) {
        let inner = OAuthHost(services: services, connections: ConnectionTable(secrets: services.secrets))
        host = StoppingHost(inner: inner)
        runtime = LuaRuntime(script: inner, performing: host, inputs: inputs, limits: limits)
    }

    /// In the order of their definition.
    /// - Throws: ``ScriptError`` where the script fails before its first operation.
    public func collect(_ source: [UInt8], chunkName: String) async throws -> [ConnectionTable.Entry] {
        let runtime = runtime
        host.onFirstOperation { runtime.interrupt(.interrupted) }
        do {
            _ = try await runtime.run(source, chunkName: chunkName)
        } catch  where host.hasStopped {
            // The script got as far as it was meant to.
        }
        return host.inner.connections.entries
    }
}

/// Performs nothing: the first operation ends the run.
private final class StoppingHost: Host {
    let inner: OAuthHost
    private let state = Mutex<(stopped: Bool, action: (@Sendable () -> Void)?)>((false, nil))

    init(inner: OAuthHost) { self.inner = inner }

    var hasStopped: Bool { state.withLock(\.stopped) }

    func onFirstOperation(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.action = action } }

    func perform(_ operation: Operation) async throws -> [LuaValue] {
        let action = state.withLock { state in
            state.stopped = true
            return state.action
        }
        action?()
        throw CancellationError()
    }

    func withBody<Result>(_ handle: Int64, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result? {
        nil
    }
}

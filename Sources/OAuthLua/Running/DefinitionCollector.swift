import LuaHost
import OAuthCore
import Synchronization

/// Finds the connections a script defines, by running it until it first asks the host for something that waits.
///
/// Where definitions have hooks, the machine then stays as it is, to run them, until ``end()`` or the process's end.
public struct DefinitionCollector: Sendable {
    private let host: CollectingHost
    private let runtime: LuaRuntime

    public init(services: ScriptServices, inputs: ScriptInputs, limits: LuaLimits) {
        let inner = OAuthHost(services: services)
        host = CollectingHost(inner: inner)
        let runtime = LuaRuntime(script: inner, performing: host, inputs: inputs, limits: limits)
        self.runtime = runtime
        inner.hooks.onStuck { [weak runtime] in runtime?.interrupt(.timeLimit) }
    }

    /// In the order of their definition.
    /// - Throws: ``ScriptError`` where the script fails before its first operation.
    public func collect(_ source: [UInt8], chunkName: String) async throws -> [ConnectionTable.Entry] {
        let (host, runtime) = (host, runtime)
        let run = Task {
            do {
                _ = try await runtime.run(source, chunkName: chunkName)
                host.gotThere()
            } catch {
                host.gotThere(error)
            }
        }
        try await withTaskCancellationHandler {
            try await host.waitUntilThere()
        } onCancel: {
            run.cancel()
        }
        let entries = host.inner.connections.entries
        if !entries.contains(where: { !$0.definition.hookPoints.isEmpty }) {
            runtime.interrupt(.interrupted)
            await run.value
        }
        return entries
    }

    /// No hook is needed any more.
    public func end() { runtime.interrupt(.interrupted) }
}

/// Performs nothing for the script, whose first operation ends the collecting, and everything for its hooks.
private final class CollectingHost: Host {
    let inner: OAuthHost

    private enum State {
        case running
        case awaited(CheckedContinuation<Void, any Error>)
        case ended((any Error)?)
    }
    private let state = Mutex(State.running)

    init(inner: OAuthHost) { self.inner = inner }

    /// The script got as far as it was meant to, or failed before.
    func gotThere(_ error: (any Error)? = nil) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            defer { if case .ended = state {} else { state = .ended(error) } }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        if let error { continuation?.resume(throwing: error) } else { continuation?.resume() }
    }

    func waitUntilThere() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let ended: (any Error)?? = state.withLock { state in
                if case .ended(let error) = state { return .some(error) }
                state = .awaited(continuation)
                return nil
            }
            switch ended {
            case nil: break
            case .some(nil): continuation.resume()
            case .some(let error?): continuation.resume(throwing: error)
            }
        }
    }

    func perform(_ operation: Operation) async throws -> [LuaValue] {
        if operation.errand != nil || operation.name == "hook.next" { return try await inner.perform(operation) }
        // Definitions come before the first request, but not always before the first look at what is kept: here that is empty.
        if operation.name == "state.load" { return [.nil] }
        gotThere()
        try await Self.untilCancelled()
        return []
    }

    func scriptEnded(_ failure: ScriptError?) async {
        guard failure == nil else { return }
        gotThere()
        try? await Self.untilCancelled()
    }

    func withBody<Result>(
        _ handle: Int64, charset: String?, _ body: (LentBody) throws -> Result
    ) throws -> Result? {
        try inner.withBody(handle, charset: charset, body)
    }

    private static func untilCancelled() async throws {
        while true { try await Task.sleep(for: .seconds(86_400)) }
    }
}

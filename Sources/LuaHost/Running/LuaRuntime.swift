import Synchronization

public enum InterruptReason: Sendable {
    case interrupted
    case timeLimit

    func error(at location: ScriptLocation?) -> ScriptError {
        switch self {
        case .interrupted: ScriptError(.interrupted, "interrupted", location: location)
        case .timeLimit: ScriptError(.timeLimit, "the time limit ran out", location: location)
        }
    }
}

/// Runs Lua scripts, each in a machine and on a thread of its own.
public final class LuaRuntime: Sendable {
    private let configuration: Configuration
    private struct Runs {
        var active: [ObjectIdentifier: ActiveRun] = [:]
        var interrupted: InterruptReason?
    }
    private let runs = Mutex(Runs())

    /// - Parameters:
    ///   - globals: set before the script starts (`arg`, `params`). `env` is made from `environment`.
    ///   - environment: all that `os.getenv` and `env` see.
    ///   - modulePath: folders where `require` looks after the script's own.
    ///   - deniedFolders: scripts cannot open files in these. `/proc` is always denied.
    public init(
        host: any Host, modules: [LuaModule] = [], functions: [SyncFunction] = [], limits: LuaLimits = LuaLimits(),
        globals: [String: LuaValue] = [:], environment: [String: String] = [:], modulePath: [String] = [],
        deniedFolders: [String] = [], output: ScriptOutput = .process
    ) {
        configuration = Configuration(
            host: host, modules: modules, functions: functions, limits: limits, globals: globals,
            environment: environment, modulePath: modulePath, deniedFolders: deniedFolders, output: output)
    }

    /// Runs a script, and all tasks it starts, to the end; returns what the script returns.
    ///
    /// - Parameters:
    ///   - chunkName: `@` and the script's path; messages show the path, `require` looks beside it.
    ///   - arguments: the script's `...`.
    /// - Throws: `ScriptError`, also for `os.exit`. Cancelling the calling task interrupts the script.
    public func run(_ source: [UInt8], chunkName: String, arguments: [String] = []) async throws -> [LuaValue] {
        try await results(of: source, chunkName: chunkName, arguments: arguments).values
    }

    /// As `run`, with what is known of how the values are to be shown.
    public func results(
        of source: [UInt8], chunkName: String, arguments: [String] = []
    ) async throws -> ScriptResults {
        let run = ActiveRun(grace: configuration.limits.grace)
        let id = ObjectIdentifier(run)
        let interrupted = runs.withLock { runs in
            runs.active[id] = run
            return runs.interrupted
        }
        defer { runs.withLock { $0.active[id] = nil } }
        if let interrupted { throw interrupted.error(at: nil) }

        let timer = configuration.limits.time.map { limit in
            Task { @concurrent in
                try await Task.sleep(for: limit)
                run.interrupt(.timeLimit)
            }
        }
        defer { timer?.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                run.begin(continuation) { [configuration] in
                    await Scheduler().run(
                        source, chunkName: chunkName, arguments: arguments, configuration: configuration, in: run)
                }
            }
        } onCancel: {
            run.interrupt(.interrupted)
        }
    }

    /// Ends the one task that keeps Lua busy now, through every `pcall`; its run goes on. Nothing happens where Lua waits, or
    /// where the main task runs. A module learns of it by `host.on_break`. From any thread.
    public func breakOff() {
        for run in runs.withLock({ Array($0.active.values) }) { run.breakOff() }
    }

    /// Stops what runs, and whatever is started later. From any thread; not from inside a signal handler.
    public func interrupt(_ reason: InterruptReason = .interrupted) {
        let active = runs.withLock { runs in
            runs.interrupted = runs.interrupted ?? reason
            return Array(runs.active.values)
        }
        for run in active { run.interrupt(reason) }
    }
}

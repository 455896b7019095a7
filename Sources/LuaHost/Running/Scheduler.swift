/// The only event loop: runs Lua until everything waits, performs what it waits for concurrently, resumes it with the
/// outcomes as they come.
actor Scheduler {
    private nonisolated let thread = LuaThread()
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    deinit { thread.stop() }

    /// Runs one script to its end, with all tasks it started.
    func run(
        _ source: [UInt8], chunkName: String, arguments: [String], configuration: Configuration, in run: ActiveRun
    ) async -> Result<ScriptResults, ScriptError> {
        let machine: Machine
        do throws(ScriptError) {
            machine = try Machine(configuration.searching(besideChunk: chunkName))
        } catch {
            return .failure(error)
        }
        run.opened(machine.handle)
        defer { run.closing() }  // before the machine is freed

        let operations = OperationsUnderWay(host: configuration.host)
        var outcomes: ArraySlice<Outcome> = []
        let step = machine.start(source, chunkName: chunkName, arguments: arguments)
        let result = await proceed(from: step, of: machine, operations, &outcomes)
        if machine.hasDaemons { await serve(by: machine, after: result, operations, &outcomes) }
        await operations.finish()
        return result
    }

    /// - Parameter outcomes: those that came and that Lua has not seen yet.
    private func proceed(
        from first: Machine.Step, of machine: Machine, _ operations: OperationsUnderWay,
        _ outcomes: inout ArraySlice<Outcome>
    ) async -> Result<ScriptResults, ScriptError> {
        var step = first
        while true {
            operations.take(step.actions)
            switch step.state {
            case .done(let values): return .success(values)
            case .failed(let error): return .failure(error)
            case .waiting:
                if outcomes.isEmpty { outcomes = await operations.outcomes()[...] }
                step = machine.resume(outcomes.removeFirst())
            }
        }
    }

    /// The script has its result. What still works for the host goes on until the host needs it no more.
    private func serve(
        by machine: Machine, after result: Result<ScriptResults, ScriptError>, _ operations: OperationsUnderWay,
        _ outcomes: inout ArraySlice<Outcome>
    ) async {
        operations.end(result)
        var step = machine.resume(.none)
        while case .waiting = step.state {
            operations.take(step.actions)
            if outcomes.isEmpty { outcomes = await operations.outcomes()[...] }
            guard let outcome = outcomes.popFirst() else { return }
            step = machine.resume(outcome)
        }
    }
}

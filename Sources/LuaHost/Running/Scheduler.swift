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

        return await withTaskGroup(of: Outcome?.self) { group in
            let step = machine.start(source, chunkName: chunkName, arguments: arguments)
            // A method of the actor, because a closure that does not mention `self` would leave its thread.
            return await self.proceed(from: step, of: machine, in: &group, host: configuration.host)
        }
    }

    private func proceed(
        from first: Machine.Step, of machine: Machine, in group: inout TaskGroup<Outcome?>, host: any Host
    ) async -> Result<ScriptResults, ScriptError> {
        var work = Work()
        var step = first
        var result: Result<ScriptResults, ScriptError>?
        while result == nil {
            work.take(step.actions, in: &group, host: host)
            switch step.state {
            case .done(let values): result = .success(values)
            case .failed(let error): result = .failure(error)
            case .waiting:
                guard let outcome = await group.next() ?? nil else { preconditionFailure("Lua waits for nothing") }
                step = machine.resume(work.took(outcome))
            }
        }
        if machine.hasDaemons { await serve(by: machine, after: result!, in: &group, &work, host: host) }
        group.cancelAll()
        return result!
    }

    /// The script has its result. What still works for the host goes on until the host needs it no more.
    private func serve(
        by machine: Machine, after result: Result<ScriptResults, ScriptError>,
        in group: inout TaskGroup<Outcome?>, _ work: inout Work, host: any Host
    ) async {
        group.addTask {
            if case .failure(let error) = result { await host.scriptEnded(error) } else { await host.scriptEnded(nil) }
            return nil
        }
        var step = machine.resume(.none)
        while case .waiting = step.state {
            work.take(step.actions, in: &group, host: host)
            guard let outcome = await group.next() ?? nil else { return }
            step = machine.resume(work.took(outcome))
        }
    }
}

/// The operations under way.
private struct Work {
    private var performing: [UInt64: Task<Outcome, Never>] = [:]

    /// Begins and cancels operations. The group's `nil` is not theirs.
    mutating func take(_ actions: [Machine.Action], in group: inout TaskGroup<Outcome?>, host: any Host) {
        for action in actions {
            switch action {
            case .perform(let id, let operation):
                // A task of its own inside the group's, because a group cannot cancel one of its tasks.
                let work = Task { @concurrent in await operation.outcome(id, by: host) }
                performing[id] = work
                group.addTask {
                    await withTaskCancellationHandler {
                        await work.value
                    } onCancel: {
                        work.cancel()
                    }
                }
            case .cancel(let id): performing[id]?.cancel()
            }
        }
    }

    mutating func took(_ outcome: Outcome) -> Outcome {
        performing[outcome.operation] = nil
        return outcome
    }
}

extension Operation {
    fileprivate func outcome(_ id: UInt64, by host: any Host) async -> Outcome {
        do {
            let results = try await name == "sleep" ? sleep() : host.perform(self)
            return Outcome(operation: id, failed: false, tape: TapeWriter.tape(of: results))
        } catch {
            return Outcome(operation: id, failed: true, tape: TapeWriter.tape(of: [error.scriptValue]))
        }
    }

    private func sleep() async throws -> [LuaValue] {
        let seconds = self[0].number ?? 0
        try await Task.sleep(for: .seconds(min(max(seconds, 0), 1e9)))
        return []
    }
}

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

        return await withTaskGroup(of: Outcome.self) { group in
            let step = machine.start(source, chunkName: chunkName, arguments: arguments)
            // A method of the actor, because a closure that does not mention `self` would leave its thread.
            return await self.proceed(from: step, of: machine, in: &group, host: configuration.host)
        }
    }

    private func proceed(
        from first: Machine.Step, of machine: Machine, in group: inout TaskGroup<Outcome>, host: any Host
    ) async -> Result<ScriptResults, ScriptError> {
        var performing: [UInt64: Task<Outcome, Never>] = [:]
        var step = first
        while true {
            for action in step.actions {
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
            switch step.state {
            case .done(let values): return .success(values)
            case .failed(let error):
                group.cancelAll()
                return .failure(error)
            case .waiting:
                guard let outcome = await group.next() else { preconditionFailure("Lua waits for nothing") }
                performing[outcome.operation] = nil
                step = machine.resume(outcome)
            }
        }
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

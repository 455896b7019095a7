import Synchronization

/// The operations that tasks wait for: each runs as a task of its own, their outcomes come back in batches.
///
/// Lua's thread wakes once for all outcomes that have come meanwhile, not once for each.
final class OperationsUnderWay: Sendable {
    private struct State {
        var performing: [UInt64: Task<Void, Never>] = [:]
        var outcomes: [Outcome] = []
        var waiter: CheckedContinuation<[Outcome], Never>?
        var isCancelled = false
        var isEnding = false
    }

    private let host: any Host
    private let state = Mutex(State())

    init(host: any Host) { self.host = host }

    /// Begins and cancels operations.
    func take(_ actions: [Machine.Action]) {
        for action in actions {
            switch action {
            case .perform(let id, let operation): perform(id, operation)
            case .cancel(let id): state.withLock { $0.performing[id] }?.cancel()
            }
        }
    }

    private func perform(_ id: UInt64, _ operation: Operation) {
        // Registered before it can end: the lock is held until then.
        state.withLock { state in
            // One by itself has nothing to run beside: it need not wake another thread. Several share all cores.
            let executor = state.performing.isEmpty ? host.executor(for: operation) : nil
            let work = Task(executorPreference: executor) { @concurrent in
                self.add(await operation.outcome(id, by: self.host))
            }
            if state.isCancelled { work.cancel() }
            state.performing[id] = work
        }
    }

    private func add(_ outcome: Outcome) {
        let waiter = state.withLock { state in
            state.performing[outcome.operation] = nil
            state.outcomes.append(outcome)
            return state.waiter.take()
        }
        waiter?.resume(returning: takeOutcomes())
    }

    /// Tells the host that the script has ended. What is left works until the host needs it no more.
    func end(_ result: Result<ScriptResults, ScriptError>) {
        state.withLock { state in
            // No operation of a task has this number.
            state.performing[0] = Task { @concurrent in
                if case .failure(let error) = result {
                    await self.host.scriptEnded(error)
                } else {
                    await self.host.scriptEnded(nil)
                }
                let waiter = self.state.withLock { state in
                    state.isEnding = true
                    state.performing[0] = nil
                    return state.waiter.take()
                }
                waiter?.resume(returning: [])
            }
            if state.isCancelled { state.performing[0]?.cancel() }
        }
    }

    /// Waits until there are outcomes, at least one; none when the host needs nothing any more. Where the waiting task is
    /// cancelled, all operations are.
    func outcomes() async -> [Outcome] {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isKnown = state.withLock { state in
                    guard state.outcomes.isEmpty, !state.isEnding else { return true }
                    precondition(!state.performing.isEmpty, "Lua waits for nothing")
                    state.waiter = continuation
                    return false
                }
                if isKnown { continuation.resume(returning: takeOutcomes()) }
            }
        } onCancel: {
            cancel()
        }
    }

    private func takeOutcomes() -> [Outcome] {
        state.withLock { state in
            defer { state.outcomes = [] }
            return state.isEnding ? [] : state.outcomes
        }
    }

    private func cancel() {
        let all = state.withLock { state in
            state.isCancelled = true
            return Array(state.performing.values)
        }
        for work in all { work.cancel() }
    }

    /// Cancels what is left, and waits until it has noticed.
    func finish() async {
        cancel()
        for work in state.withLock({ Array($0.performing.values) }) { await work.value }
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

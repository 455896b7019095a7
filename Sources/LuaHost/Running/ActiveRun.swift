import Synchronization

/// One script that runs: the meeting point of its scheduler, whoever interrupts it, and whoever awaits its end.
final class ActiveRun: Sendable {
    private struct State: ~Copyable {
        var machine: MachineHandle?
        var reason: InterruptReason?
        var task: Task<Void, Never>?
        var continuation: CheckedContinuation<ScriptResults, any Error>?
    }

    private let state = Mutex(State())
    private let grace: Duration

    init(grace: Duration) { self.grace = grace }

    /// `body` runs the script; `continuation` is resumed when it ends, or when it had to be abandoned.
    func begin(
        _ continuation: CheckedContinuation<ScriptResults, any Error>,
        _ body: @escaping @Sendable () async -> Result<ScriptResults, ScriptError>
    ) {
        state.withLock { $0.continuation = continuation }
        let task = Task { @concurrent in self.end(await body()) }
        let interrupted = state.withLock { state in
            state.task = task
            return state.reason != nil
        }
        if interrupted { task.cancel() }
    }

    private func end(_ result: Result<ScriptResults, ScriptError>) {
        let continuation = state.withLock { state in
            state.task = nil
            return state.continuation.take()
        }
        continuation?.resume(with: result.mapError { $0 })
    }

    func opened(_ machine: MachineHandle) {
        state.withLock { state in
            state.machine = machine
            if let reason = state.reason { machine.interrupt(reason) }
        }
    }

    func breakOff() { state.withLock { $0.machine?.breakOff() } }

    func closing() { state.withLock { $0.machine = nil } }

    /// Stops Lua, and cancels what it waits for. If Lua does not stop, leaves it behind.
    func interrupt(_ reason: InterruptReason) {
        let task: Task<Void, Never>? = state.withLock { state in
            guard state.reason == nil else { return nil }
            state.reason = reason
            state.machine?.interrupt(reason)
            return state.task
        }
        guard let task else { return }
        task.cancel()
        Task { @concurrent in
            try? await Task.sleep(for: self.grace)
            self.abandonIfStuck()
        }
    }

    /// A stopped machine returns at once whenever it is resumed. One that still runs after the grace is inside a C
    /// function that may never return: its thread is lost, with the machine, which nothing may touch or free any more.
    private func abandonIfStuck() {
        let stuck = state.withLock { state -> (CheckedContinuation<ScriptResults, any Error>, ScriptError)? in
            guard let machine = state.machine, machine.isRunning, let reason = state.reason,
                let continuation = state.continuation.take()
            else { return nil }
            return (continuation, reason.error(at: machine.notedLocation))
        }
        if let (continuation, error) = stuck { continuation.resume(throwing: error) }
    }
}

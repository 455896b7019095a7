import LuaHost
import OAuthCore
import Synchronization

/// Brings calls of hooks to the machine that has the functions, and their answers back.
///
/// Modules/hooks.lua asks for the next call (`hook.next`), runs it as an errand of its own and says what came of it
/// (`hook.done`). Calls wait in line until then.
final class HookBroker: Sendable {
    private struct Call {
        var continuation: CheckedContinuation<LuaValue, any Error>
        var chain: [HookFrame]
        /// Whether the machine knows of it.
        var isTaken = false
    }

    private struct State {
        var calls: [Int64: Call] = [:]
        var lastCall: Int64 = 0
        var lastSecret: Int64 = 0
        var messages: [[LuaValue]] = []
        var listener: CheckedContinuation<[LuaValue], any Error>?
        var isClosed = false
        var onStuck: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    private let secrets: any SecretSource
    /// Told every secret that a hook has computed.
    private let conceal: @Sendable (Redacted<String>) -> Void
    private let limits: HookLimits

    init(
        secrets: any SecretSource, conceal: @escaping @Sendable (Redacted<String>) -> Void,
        limits: HookLimits = HookLimits()
    ) {
        self.secrets = secrets
        self.conceal = conceal
        self.limits = limits
    }

    /// What ends a machine that a hook does not give back.
    func onStuck(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.onStuck = action } }

    /// The hooks that an operation of this errand works for.
    func chain(of errand: Int64?) -> [HookFrame] {
        guard let errand else { return [] }
        return state.withLock { $0.calls[errand]?.chain ?? [] }
    }

    /// What calls the hooks of one connection.
    func caller(_ handle: Int) -> any HookCalling { Caller(broker: self, handle: handle) }

    private struct Caller: HookCalling {
        let broker: HookBroker
        let handle: Int

        func call(_ point: HookPoint, connection: String, _ value: HookValue) async throws -> HookValue? {
            try await broker.call(HookFrame(point: point, connection: connection), handle, value)
        }
    }

    private func call(_ frame: HookFrame, _ handle: Int, _ value: HookValue) async throws -> HookValue? {
        let chain = HookFrame.chain
        guard !chain.contains(frame) else { throw frame.failure("comes back to itself") }
        var crossing = HookCrossing()
        let arguments = state.withLock { state in crossing.lua(value, numberingAfter: &state.lastSecret) }
        let answer = try await answer(frame, handle, arguments, chain + [frame])
        do {
            let result = try crossing.hookValue(answer, secrets: secrets, conceal: conceal)
            return result == .null ? nil : result
        } catch let problem as SecretProblem {
            throw frame.failure(problem.why)
        }
    }

    private func answer(
        _ frame: HookFrame, _ handle: Int, _ arguments: LuaValue, _ chain: [HookFrame]
    ) async throws -> LuaValue {
        let id = state.withLock { state in
            state.lastCall += 1
            return state.lastCall
        }
        let timer = Task { try await self.end(id, frame, after: self.limits.time(for: frame.point)) }
        defer { timer.cancel() }
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    let isClosed = state.withLock { state in
                        if state.isClosed || Task.isCancelled { return true }
                        state.calls[id] = Call(continuation: continuation, chain: chain)
                        return false
                    }
                    guard !isClosed else { return continuation.resume(throwing: CancellationError()) }
                    post([.integer(id), .integer(Int64(handle)), .text(frame.point.rawValue), arguments])
                }
            } onCancel: {
                fail(id, CancellationError())
            }
        } catch let failure as HookFailure {
            throw failure.error(in: frame)
        } catch is CancellationError where !Task.isCancelled {
            throw frame.failure("cannot run any more: its script has ended")
        }
    }

    /// Ends a call whose time is up; if the machine does not even notice, ends that.
    private func end(_ id: Int64, _ frame: HookFrame, after time: Duration) async throws {
        try await Task.sleep(for: time)
        let seconds = time.components.seconds
        fail(id, frame.failure("did not come to an end within \(seconds) seconds"))
        // Not in this task, which ends with the call.
        Task {
            try await Task.sleep(for: self.limits.grace)
            let action = self.state.withLock { state in
                state.messages.contains([.integer(id)]) ? state.onStuck : nil
            }
            action?()
        }
    }

    private func fail(_ id: Int64, _ error: any Error) {
        let call = state.withLock { state in
            state.messages.removeAll { $0.first == .integer(id) }
            return state.calls.removeValue(forKey: id)
        }
        guard let call else { return }
        call.continuation.resume(throwing: error)
        if call.isTaken { post([.integer(id)]) }
    }
}

// MARK: What Modules/hooks.lua asks for

extension HookBroker {
    /// The next call: its number, the connection's handle, the point and the arguments; or only the number of one that
    /// nobody waits for any more.
    func next() async throws -> [LuaValue] {
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    let now: Result<[LuaValue], any Error>? = state.withLock { state in
                        if Task.isCancelled { return .failure(CancellationError()) }
                        guard !state.messages.isEmpty else {
                            state.listener = continuation
                            return nil
                        }
                        return .success(Self.take(&state))
                    }
                    if let now { continuation.resume(with: now) }
                }
            } onCancel: {
                state.withLock { $0.listener.take() }?.resume(throwing: CancellationError())
            }
        } catch {
            close()
            throw error
        }
    }

    /// What a call has come to. On Lua's thread: waits for nothing.
    func done(_ id: Int64, succeeded: Bool, _ value: LuaValue) {
        let call = state.withLock { $0.calls.removeValue(forKey: id) }
        guard let call else { return }
        if succeeded {
            call.continuation.resume(returning: value)
        } else {
            call.continuation.resume(throwing: HookFailure(report: value.table ?? [:]))
        }
    }

    private func post(_ message: [LuaValue]) {
        let delivery = state.withLock { state -> (CheckedContinuation<[LuaValue], any Error>, [LuaValue])? in
            state.messages.append(message)
            guard let listener = state.listener.take() else { return nil }
            return (listener, Self.take(&state))
        }
        if let (listener, message) = delivery { listener.resume(returning: message) }
    }

    private static func take(_ state: inout State) -> [LuaValue] {
        let message = state.messages.removeFirst()
        if case .integer(let id)? = message.first { state.calls[id]?.isTaken = true }
        return message
    }

    /// The machine takes no calls any more.
    private func close() {
        let calls = state.withLock { state in
            state.isClosed = true
            defer { state.calls = [:] }
            return Array(state.calls.values)
        }
        for call in calls { call.continuation.resume(throwing: CancellationError()) }
    }
}

/// How long hooks may take, their own requests included.
struct HookLimits: Sendable {
    /// For those that others wait for in the middle of a request.
    var usual: Duration = .seconds(30)
    /// For `after_login`, which asks the API.
    var afterLogin: Duration = .seconds(300)
    /// How long the machine may take to notice that a call has ended.
    var grace: Duration = .seconds(1)

    func time(for point: HookPoint) -> Duration { point == .afterLogin ? afterLogin : usual }
}

import LuaHost
import Synchronization

/// Brings what the terminal asks while Lua waits to the session's service task, and the answers back.
final class SessionQuestions: Sendable {
    private struct State {
        var waiting: [[LuaValue]] = []
        var listener: CheckedContinuation<[LuaValue], any Error>?
        var answers: [Int64: CheckedContinuation<LuaValue?, Never>] = [:]
        var last: Int64 = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// The next question, for Modules/repl.lua: `repl.question`.
    func next() async throws -> [LuaValue] {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let known = state.withLock { state -> [LuaValue]? in
                    if !state.waiting.isEmpty { return state.waiting.removeFirst() }
                    state.listener = continuation
                    return nil
                }
                if let known { continuation.resume(returning: known) } else if Task.isCancelled { close() }
            }
        } onCancel: {
            close()
        }
    }

    /// Tells the machine that this input is to end.
    func interrupt(_ number: Int64) { post([.integer(number), "interrupt"]) }

    /// - Returns: nil where the session ends first, or the task is cancelled.
    func ask(_ kind: String, _ details: LuaValue) async -> LuaValue? {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    guard !state.isClosed, !Task.isCancelled else { return false }
                    state.answers[id] = continuation
                    return true
                }
                guard isOpen else { return continuation.resume(returning: nil) }
                post([.integer(id), .text(kind), details])
            }
        } onCancel: {
            state.withLock { $0.answers.removeValue(forKey: id) }?.resume(returning: nil)
        }
    }

    /// `repl.answer`
    func answer(_ id: Int64, _ value: LuaValue) {
        state.withLock { $0.answers.removeValue(forKey: id) }?.resume(returning: value)
    }

    private func post(_ question: [LuaValue]) {
        let listener = state.withLock { state in
            let listener = state.listener.take()
            if listener == nil { state.waiting.append(question) }
            return listener
        }
        listener?.resume(returning: question)
    }

    /// Nobody listens any more.
    func close() {
        let (listener, answers) = state.withLock { state in
            state.isClosed = true
            defer { state.answers = [:] }
            return (state.listener.take(), Array(state.answers.values))
        }
        listener?.resume(throwing: CancellationError())
        for answer in answers { answer.resume(returning: nil) }
    }
}

import NIOCore
import Synchronization

/// The end of an exchange's total time, watched while its body is read.
///
/// AsyncHTTPClient's own deadline ends with the response's head.
final class Deadline: Sendable {
    struct Expired: Error {}

    private struct State {
        var isExpired = false
        var reader: Task<ByteBuffer?, any Error>?
    }

    private let state = Mutex(State())
    private let timer = Mutex<Scheduled<Void>?>(nil)

    init(_ deadline: NIODeadline, on loop: any EventLoop) {
        let scheduled = loop.scheduleTask(deadline: deadline) { [weak self] in
            guard let self else { return }
            self.expire()
        }
        timer.withLock { $0 = scheduled }
    }

    deinit { timer.withLock { $0?.cancel() } }

    private func expire() {
        let reader = state.withLock { state in
            state.isExpired = true
            return state.reader
        }
        reader?.cancel()
    }

    /// What `next` returns, unless time runs out first.
    /// - Throws: ``Expired``; `CancellationError` where the caller is cancelled; whatever `next` throws.
    func read(_ next: @escaping ResponseBody.Next) async throws -> ByteBuffer? {
        try Task.checkCancellation()
        let reader = Task { try await next() }
        let isExpired = state.withLock { state in
            state.reader = reader
            return state.isExpired
        }
        if isExpired { reader.cancel() }
        let result = await withTaskCancellationHandler {
            await reader.result
        } onCancel: {
            reader.cancel()
        }
        let endedLate = state.withLock { state in
            state.reader = nil
            return state.isExpired
        }
        // A cancelled reader may look like the end of the body: it must not pass for one.
        if endedLate { throw Expired() }
        try Task.checkCancellation()
        return try result.get()
    }
}

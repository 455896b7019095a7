import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Receives one response: its head, then its body, read ahead of its reader by about ``window`` bytes and no more.
///
/// AsyncHTTPClient calls it on the event loop. The reader wakes up after all that came at a time: a small response is complete
/// then, one change of threads for the whole exchange, and of a large one some pieces are there.
final class ResponseReceiver: HTTPClientResponseDelegate {
    typealias Response = Void

    /// In bytes. A body beyond it stays in the connection until its reader catches up.
    static let window = 512 << 10

    fileprivate struct State {
        var head: HTTPResponseHead?
        var pieces = CircularBuffer<ByteBuffer>()
        /// Bytes in `pieces`.
        var ahead = 0
        var end: Result<Void, any Error>?
        var headWaiter: CheckedContinuation<HTTPResponseHead, any Error>?
        var reader: CheckedContinuation<ByteBuffer?, any Error>?
        /// Whether the reader is about to be woken.
        var isWaking = false
        /// Kept when the window is full: AsyncHTTPClient goes on when it is fulfilled.
        var demand: EventLoopPromise<Void>?
    }

    private let state = Mutex(State())
    private let sent: (@Sendable (Int) -> Void)?

    /// - Parameter sent: told how many bytes of the request's body went out, piece by piece.
    init(sent: (@Sendable (Int) -> Void)?) { self.sent = sent }

    /// Waits for the head.
    /// - Throws: what ended the exchange before it.
    func head() async throws -> HTTPResponseHead {
        try await withCheckedThrowingContinuation { continuation in
            let known: Result<HTTPResponseHead, any Error>? = state.withLock { state in
                if let head = state.head { return .success(head) }
                if case .failure(let error) = state.end { return .failure(error) }
                state.headWaiter = continuation
                return nil
            }
            if let known { continuation.resume(with: known) }
        }
    }

    /// The next piece of the body; nil at its end.
    /// - Throws: what ended the exchange too early, after all that came before it was read.
    func next() async throws -> ByteBuffer? {
        if let known = take(orWait: nil) { return try known.get() }
        return try await withCheckedThrowingContinuation { continuation in
            if let known = take(orWait: continuation) { continuation.resume(with: known) }
        }
    }

    /// Whether ``next()`` does not wait.
    var isReady: Bool { state.withLock { !$0.pieces.isEmpty || $0.end != nil } }

    /// What there is to read now; where there is nothing, `reader` waits for it.
    private func take(orWait reader: CheckedContinuation<ByteBuffer?, any Error>?) -> Result<ByteBuffer?, any Error>? {
        let (known, demand) = state.withLock { state in
            let known = state.take()
            if known == nil { state.reader = reader }
            return (known, state.ahead <= Self.window / 2 ? state.demand.take() : nil)
        }
        demand?.succeed()
        return known
    }

    /// The exchange is over, well or not.
    func finish(_ result: Result<Void, any Error>) {
        let (ended, known) = state.withLock { state in
            state.end = result
            var ended = State()
            ended.head = state.head
            swap(&ended.headWaiter, &state.headWaiter)
            swap(&ended.reader, &state.reader)
            swap(&ended.demand, &state.demand)
            return (ended, ended.reader == nil ? nil : state.take())
        }
        switch (ended.head, result) {
        case (let head?, _): ended.headWaiter?.resume(returning: head)
        case (nil, .failure(let error)): ended.headWaiter?.resume(throwing: error)
        case (nil, .success): preconditionFailure("a response without a head")
        }
        if let known { ended.reader?.resume(with: known) }
        ended.demand?.succeed()
    }

    // MARK: What AsyncHTTPClient calls

    func didSendRequestPart(task: HTTPClient.Task<Void>, _ part: IOData) { sent?(part.readableBytes) }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        state.withLock { $0.head = head }
        // After what is being read now, which may be all of the response.
        task.eventLoop.execute { self.announce(head) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    private func announce(_ head: HTTPResponseHead) {
        state.withLock { $0.headWaiter.take() }?.resume(returning: head)
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let (wakes, demand) = state.withLock { state in
            state.pieces.append(buffer)
            state.ahead += buffer.readableBytes
            if state.ahead >= Self.window { state.demand = task.eventLoop.makePromise() }
            let wakes = state.reader != nil && !state.isWaking
            if wakes { state.isWaking = true }
            return (wakes, state.demand)
        }
        if wakes { task.eventLoop.execute { self.wakeReader() } }
        return demand?.futureResult ?? task.eventLoop.makeSucceededVoidFuture()
    }

    private func wakeReader() {
        let (reader, known) = state.withLock { state in
            state.isWaking = false
            let reader = state.reader.take()
            return (reader, reader == nil ? nil : state.take())
        }
        if let known { reader?.resume(with: known) }
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {}  // `finish` is told by the task, which knows every end
}

extension ResponseReceiver.State {
    /// What there is to read without waiting.
    fileprivate mutating func take() -> Result<ByteBuffer?, any Error>? {
        if let piece = pieces.popFirst() {
            ahead -= piece.readableBytes
            return .success(piece)
        }
        switch end {
        case .success?: return .success(nil)
        case .failure(let error)?: return .failure(error)
        case nil: return nil
        }
    }
}

import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// One request under way. When nobody holds it any more it is given up, and its connection with it, unless it is over.
final class Exchange: Sendable {
    private let receiver: ResponseReceiver
    private let task: HTTPClient.Task<Void>

    /// - Parameters:
    ///   - deadline: for all of it, the last byte of the body included.
    ///   - ended: called once, when the connection is free again or gone.
    init(
        _ request: HTTPClient.Request, by client: HTTPClient, deadline: NIODeadline?,
        sent: (@Sendable (Int) -> Void)?, ended: @escaping @Sendable () -> Void
    ) {
        let receiver = ResponseReceiver(sent: sent)
        self.receiver = receiver
        task = client.execute(request: request, delegate: receiver, deadline: deadline)
        task.futureResult.whenComplete { result in
            ended()
            receiver.finish(result)
        }
    }

    deinit { task.cancel() }

    /// - Parameter timer: what it may take, where the deadline is not the library's.
    func head(_ timer: BodyTimer? = nil) async throws -> HTTPResponseHead {
        try await BodyTimer.limit(timer) { try await self.cancellable { try await self.receiver.head() } }
    }

    /// The next piece of the body, nil at its end.
    func next(_ timer: BodyTimer? = nil) async throws -> ByteBuffer? {
        if isReady {
            try Task.checkCancellation()
            return try await receiver.next()
        }
        return try await BodyTimer.limit(timer) { try await self.cancellable { try await self.receiver.next() } }
    }

    /// Whether ``next(_:)`` does not wait.
    var isReady: Bool { receiver.isReady }

    private func cancellable<Value>(_ body: () async throws -> Value) async throws -> Value {
        try Task.checkCancellation()
        return try await withTaskCancellationHandler(operation: body) { task.fail(reason: CancellationError()) }
    }
}

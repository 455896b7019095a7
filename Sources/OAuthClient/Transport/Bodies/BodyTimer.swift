import AsyncHTTPClient
import Synchronization

/// The total timeout of a request whose body may be read as it comes: of all of it at first, and of each piece once it is
/// known that it is streamed, for a stream may take hours.
final class BodyTimer: Sendable {
    private let limit: Duration
    private let deadline: ContinuousClock.Instant
    private let isOfPieces = Mutex(false)

    /// nil: there is no limit.
    init?(_ timeouts: Timeouts) {
        guard let limit = timeouts.total else { return nil }
        self.limit = limit
        deadline = .now + max(limit - timeouts.elapsed, .zero)
    }

    /// From now on the limit is what each piece may take.
    func limitPieces() { isOfPieces.withLock { $0 = true } }

    /// - Throws: `HTTPClientError.deadlineExceeded`, of a piece `HTTPClientError.readTimeout`, when the time is over; `body` is
    ///   cancelled then.
    static func limit<Value: Sendable>(
        _ timer: BodyTimer?, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let timer else { return try await body() }
        let isOfPiece = timer.isOfPieces.withLock { $0 }
        let end = isOfPiece ? .now + timer.limit : timer.deadline
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask(operation: body)
            group.addTask {
                try await Task.sleep(until: end, clock: .continuous)
                throw isOfPiece ? HTTPClientError.readTimeout : HTTPClientError.deadlineExceeded
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}

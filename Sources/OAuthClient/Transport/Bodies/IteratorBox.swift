import Synchronization

/// Hands its value out once: a body that is already here is one chunk long.
final class Once<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: Value) { self.value = Mutex(value) }

    func take() -> Value? { value.withLock { $0.take() } }
}

/// Lets one reader pull from an iterator that is not Sendable.
///
/// Unchecked because it is confined: `ResponseBody.makeAsyncIterator` makes one box for each iterator, and an async
/// iterator is pulled by one task at a time, each `next()` only after the one before has returned.
final class IteratorBox<Iterator: AsyncIteratorProtocol>: @unchecked Sendable {
    private var iterator: Iterator

    init(_ iterator: Iterator) { self.iterator = iterator }

    func next() async throws -> Iterator.Element? { try await iterator.next() }
}

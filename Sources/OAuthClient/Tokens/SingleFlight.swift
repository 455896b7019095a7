/// Runs one operation for everyone who asks for the same thing at the same time.
///
/// A waiter that is cancelled leaves alone; only when the last one has left is the operation itself cancelled.
actor SingleFlight<Key: Hashable & Sendable, Value: Sendable> {
    private struct Flight {
        var id: Int
        var task: Task<Void, Never>
        var waiters: [Int: CheckedContinuation<Value, any Error>] = [:]
    }

    private var flights: [Key: Flight] = [:]
    private var lastID = 0

    /// Joins the flight of `key`, or begins one with `operation`.
    func run(_ key: Key, _ operation: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try Task.checkCancellation()
        if flights[key] == nil { begin(key, operation) }
        let waiter = nextID()
        return try await withTaskCancellationHandler {
            // Nothing suspends between here and the entry into `waiters`, so `leave` cannot come too early.
            try await withCheckedThrowingContinuation { flights[key]?.waiters[waiter] = $0 }
        } onCancel: {
            Task { await leave(key, waiter) }
        }
    }

    /// How many wait for `key`.
    func waiters(for key: Key) -> Int { flights[key]?.waiters.count ?? 0 }

    private func begin(_ key: Key, _ operation: @escaping @Sendable () async throws -> Value) {
        let id = nextID()
        let task = Task {
            do {
                let value = try await operation()
                land(key, id, .success(value))
            } catch {
                land(key, id, .failure(error))
            }
        }
        flights[key] = Flight(id: id, task: task)
    }

    private func land(_ key: Key, _ id: Int, _ result: Result<Value, any Error>) {
        guard let flight = flights[key], flight.id == id else { return }
        flights[key] = nil
        for waiter in flight.waiters.values { waiter.resume(with: result) }
    }

    private func leave(_ key: Key, _ waiter: Int) {
        guard let continuation = flights[key]?.waiters.removeValue(forKey: waiter) else { return }
        continuation.resume(throwing: CancellationError())
        if let flight = flights[key], flight.waiters.isEmpty {
            // Whoever comes now begins anew instead of joining what is being cancelled.
            flights[key] = nil
            flight.task.cancel()
        }
    }

    private func nextID() -> Int {
        lastID += 1
        return lastID
    }
}

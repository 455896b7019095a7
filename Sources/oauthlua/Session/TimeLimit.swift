/// `--max-time` for what is no script's run, which the Lua machine ends by itself.
struct TimeLimit {
    struct Reached: Error {}

    /// Seconds; nil for no limit.
    var seconds: Double?

    /// What `body` returns, unless time runs out first: then it is cancelled.
    /// - Throws: ``Reached``; whatever `body` throws.
    func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        guard let seconds else { return try await body() }
        return try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask(operation: body)
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Reached()
            }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }
}

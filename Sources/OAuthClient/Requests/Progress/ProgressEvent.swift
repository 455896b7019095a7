/// What long work tells whoever shows it.
public enum ProgressEvent: Sendable, Equatable {
    /// Bytes of a response's body, as they come.
    case received(bytes: Int)
    /// Bytes of a request's body, as they go.
    case sent(bytes: Int)
    /// A page of a resource was read.
    case page(resource: String, rows: Int)
    /// More of a page that is read while it comes.
    case rows(resource: String, count: Int)
    /// Nothing is sent to the host for this long.
    case waiting(host: String, reason: WaitReason, duration: Duration)
    /// The wait is over, or was given up.
    case resumed(host: String)
}

public enum WaitReason: Sendable, Equatable {
    /// The server said when (Retry-After, RateLimit), or the definition's own rate is used up.
    case rateLimit
    /// The last try failed: `attempt` of `limit` follows.
    case retry(attempt: Int, limit: Int)
}

/// Called from any task, often: it must return at once.
public typealias ProgressReport = @Sendable (ProgressEvent) -> Void

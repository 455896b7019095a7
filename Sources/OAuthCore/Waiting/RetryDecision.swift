/// What follows an attempt that failed.
public enum RetryDecision: Sendable, Equatable {
    /// It stands as it is.
    case stop
    case retry(after: Duration)
    /// The server names a time that is longer than the request may wait.
    case tooLong(Duration)
}

extension RetryPolicy {
    /// What follows an answer.
    /// - Parameters:
    ///   - asked: how long the server wants to be left alone; nil where it does not say.
    ///   - attempt: the one that was answered, from 1.
    ///   - waited: by this request so far.
    ///   - random: from 0 to 1.
    public func decision(
        status: Int, isRefusal: Bool, asked: Duration?, method: String, attempt: Int, waited: Duration,
        random: @autoclosure () -> Double
    ) -> RetryDecision {
        guard attempts > 1, statuses.contains(status) || isRefusal && statuses.contains(429),
            methods.contains(method)
        else { return .stop }
        guard let asked, asked > .zero else { return decision(attempt: attempt, waited: waited, random: random()) }
        if waited + asked > longestWait { return .tooLong(asked) }
        return attempt < attempts ? .retry(after: asked) : .stop
    }

    /// What follows an exchange without an answer.
    /// - Parameter waited: by this request so far, attempts that ran out of time included.
    public func decision(
        error: OAuthError, method: String, attempt: Int, waited: Duration, random: @autoclosure () -> Double
    ) -> RetryDecision {
        let mayPass = error.kind == .timeout || error.kind == .network && !error.isLasting
        guard mayPass, methods.contains(method) else { return .stop }
        return decision(attempt: attempt, waited: waited, random: random())
    }

    private func decision(attempt: Int, waited: Duration, random: Double) -> RetryDecision {
        guard attempt < attempts else { return .stop }
        let delay = delay(after: attempt, random: random)
        return waited + delay > longestWait ? .stop : .retry(after: delay)
    }
}

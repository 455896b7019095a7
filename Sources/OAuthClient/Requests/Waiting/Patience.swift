import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One request's way through gates and attempts: how long it has waited, and what follows an attempt.
struct Patience: Sendable {
    let policy: RetryPolicy
    let connection: String?
    let method: String
    let rates: [Rate]
    let waiting: Waiting
    private let age: Int
    /// The one under way, from 1.
    private(set) var attempt = 1
    /// What counts against the policy's longest wait.
    private(set) var waited = Duration.zero
    /// What no timeout counts, since the request began.
    private(set) var waitedAtGates = Duration.zero
    /// When the server that turned it down lets it come again.
    private var notBefore = Duration.zero

    init(_ request: APIRequest, _ connection: Connection?, _ waiting: Waiting) {
        var policy = RetryPolicy(longestWait: request.longestWait)
        policy.apply(connection?.waiting.retry)
        policy.apply(request.retry)
        policy.apply(retries: waiting.retries)
        self.policy = policy
        self.connection = connection?.name
        method = request.method
        rates = Array(Set([connection?.waiting.rate, request.rate].compactMap { $0 }))
        self.waiting = waiting
        age = waiting.gates.newAge()
    }

    /// Waits until the host may be sent a request.
    /// - Throws: ``OAuthError`` of kind `rate_limited` where that is longer than this request may wait.
    mutating func pass(to url: URL) async throws -> Gates.Passage? {
        guard let origin = Origin(url) else { return nil }
        let key = GateKey(connection: connection, origin: origin)
        do {
            let passage = try await waiting.gates.pass(
                Gates.Request(
                    key: key, path: url.path(percentEncoded: true), rates: rates,
                    longestWait: max(.zero, policy.longestWait - waited), mayBeRefused: policy.attempts > 1,
                    notBefore: notBefore, age: age))
            waited += passage.waitedForServer
            waitedAtGates += passage.waited
            return passage
        } catch let refused as Gates.Refused {
            throw OAuthError.refusedBefore(host: key.host, asked: refused.asked, url: url, longest: policy.longestWait)
        }
    }

    /// What follows an answer, by its head.
    func decision(_ attempt: Attempt) -> RetryDecision {
        policy.decision(
            status: attempt.response.status, isRefusal: attempt.answer.isRefusal, asked: attempt.answer.asked,
            method: method, attempt: self.attempt, waited: waited, random: waiting.pacing.random())
    }

    /// Waits as was decided.
    /// - Throws: ``OAuthError`` of kind `rate_limited`, or `http`, where the server wants too much.
    mutating func follow(_ decision: RetryDecision, _ answered: Attempt) async throws {
        let host = Origin(answered.url)?.authority ?? ""
        let (status, answer) = (answered.response.status, answered.answer)
        switch decision {
        case .stop: break
        case .retry(let delay):
            try await wait(
                delay, host: host, because: "it answered \(status)", isGated: answer.isRefusal && answer.asked == delay)
        case .tooLong(let asked):
            throw OAuthError.asksTooMuch(
                status: status, isRefusal: answer.isRefusal, host: host, asked: asked, url: answered.url,
                longest: policy.longestWait)
        }
    }

    /// What follows an attempt that got no whole answer.
    /// - Parameter time: how long it took, without the gates.
    mutating func decision(_ error: OAuthError, after time: Duration) -> RetryDecision {
        if error.kind == .timeout { waited += time }
        return policy.decision(
            error: error, method: method, attempt: attempt, waited: waited, random: waiting.pacing.random())
    }

    /// Waits for the next attempt.
    /// - Parameter isGated: the gate holds all requests back, this one at least for as long.
    mutating func wait(_ delay: Duration, host: String, because why: String, isGated: Bool = false) async throws {
        attempt += 1
        waiting.log?(
            "\(host): \(why); attempt \(attempt) of \(policy.attempts) follows in \(delay.inWords)")
        guard !isGated else {
            notBefore = waiting.pacing.uptime() + delay
            return
        }
        waiting.progress?(
            .waiting(host: host, reason: .retry(attempt: attempt, limit: policy.attempts), duration: delay))
        defer { waiting.progress?(.resumed(host: host)) }
        try await waiting.pacing.sleep(delay)
        waited += delay
    }
}

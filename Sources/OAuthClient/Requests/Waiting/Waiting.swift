import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What all requests of a run share about waiting.
struct Waiting: Sendable {
    let gates: Gates
    /// The command line's number of retries.
    let retries: Int?
    let pacing: Pacing
    let progress: ProgressReport?
    let log: (@Sendable (String) -> Void)?
    /// The wall clock.
    let now: @Sendable () -> Date

    init(
        retries: Int?, pacing: Pacing, progress: ProgressReport?, log: (@Sendable (String) -> Void)?,
        now: @escaping @Sendable () -> Date
    ) {
        self.retries = retries
        self.pacing = pacing
        self.progress = progress
        self.log = log
        self.now = now
        gates = Gates(pacing: pacing) { event, why in
            if case .waiting(let host, _, let duration) = event {
                log?("\(host): nothing is sent for \(duration.inWords): \(why)")
            }
            progress?(event)
        }
    }

    /// What an answer says of waiting.
    func answer(_ response: TransportResponse) -> Gate.Answer {
        let notice = RateLimitNotice(response.headers, now: now())
        return Gate.Answer(
            isRefusal: RateLimitNotice.isRefusal(status: response.status, notice),
            asked: notice?.asked(after: response.status), notice: notice)
    }
}

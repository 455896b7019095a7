import Testing

@testable import OAuthCore

/// Which attempts are followed by another, and when.
@Suite struct RetryPolicyTests {
    struct Answer: Sendable, CustomTestStringConvertible {
        var status = 503
        var isRefusal = false
        var asked: Double?
        var method = "GET"
        var attempt = 1
        var waited = 0.0
        var settings = RetrySettings()
        var expected: RetryDecision
        var testDescription: String { "\(method) \(status) #\(attempt) \(settings)" }
    }

    static let statuses: [Answer] =
        [408, 425, 429, 500, 502, 503, 504].map { Answer(status: $0, expected: half) }
        + [200, 304, 400, 401, 403, 404, 409, 422, 501, 505].map { Answer(status: $0, expected: .stop) }

    /// Of the first delay, with the dice at a half.
    static let half = RetryDecision.retry(after: .milliseconds(250))

    static let methods: [Answer] =
        ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"].map { Answer(method: $0, expected: half) }
        + ["POST", "PATCH", "PURGE"].map { Answer(method: $0, expected: .stop) }
        + [
            Answer(method: "POST", settings: RetrySettings(methods: .all), expected: half),
            Answer(method: "POST", settings: RetrySettings(methods: .only(["POST"])), expected: half),
            Answer(method: "GET", settings: RetrySettings(methods: .only(["POST"])), expected: .stop),
        ]

    static let attempts: [Answer] = [
        Answer(attempt: 2, expected: .retry(after: .milliseconds(500))),
        Answer(attempt: 3, expected: .retry(after: .seconds(1))), Answer(attempt: 4, expected: .stop),
        Answer(attempt: 9, settings: RetrySettings(attempts: 10), expected: .retry(after: .seconds(15))),
        Answer(attempt: 1, settings: RetrySettings(attempts: 1), expected: .stop),
        Answer(status: 418, settings: RetrySettings(statuses: [418]), expected: half),
        Answer(status: 503, settings: RetrySettings(statuses: [418]), expected: .stop),
    ]

    static let asked: [Answer] = [
        Answer(status: 429, isRefusal: true, asked: 7, expected: .retry(after: .seconds(7))),
        Answer(status: 429, isRefusal: true, asked: 7, attempt: 4, expected: .stop),
        Answer(status: 429, isRefusal: true, asked: 60, expected: .retry(after: .seconds(60))),
        Answer(status: 429, isRefusal: true, asked: 61, expected: .tooLong(.seconds(61))),
        Answer(status: 503, isRefusal: true, asked: 50, waited: 20, expected: .tooLong(.seconds(50))),
        Answer(
            status: 429, isRefusal: true, asked: 61, settings: RetrySettings(longestWait: .seconds(100)),
            expected: .retry(after: .seconds(61))),
        Answer(status: 429, isRefusal: true, asked: 61, settings: RetrySettings(attempts: 1), expected: .stop),
        Answer(status: 429, isRefusal: true, asked: 61, method: "POST", expected: .stop),
        // "At once" is taken as "I do not know".
        Answer(status: 429, isRefusal: true, asked: 0, expected: half),
        Answer(status: 403, isRefusal: true, asked: 5, expected: .retry(after: .seconds(5))),
        Answer(
            status: 403, isRefusal: true, asked: 5, settings: RetrySettings(statuses: [500]), expected: .stop),
        Answer(status: 503, waited: 60, expected: .stop),
        Answer(status: 500, asked: 3, expected: .retry(after: .seconds(3))),
    ]

    @Test(arguments: statuses + methods + attempts + asked)
    func decidesAboutAnswers(_ answer: Answer) {
        var policy = RetryPolicy()
        policy.apply(answer.settings)
        let decision = policy.decision(
            status: answer.status, isRefusal: answer.isRefusal, asked: answer.asked.map { .seconds($0) },
            method: answer.method, attempt: answer.attempt, waited: .seconds(answer.waited), random: 0.5)
        #expect(decision == answer.expected)
    }

    @Test(arguments: [
        (OAuthError.Kind.network, false, "GET", true), (.network, true, "GET", false), (.timeout, false, "GET", true),
        (.network, false, "POST", false), (.timeout, false, "PATCH", false), (.decode, false, "GET", false),
        (.config, false, "GET", false), (.store, false, "GET", false), (.rateLimited, false, "GET", false),
        (.http, false, "GET", false),
    ])
    func decidesAboutErrors(kind: OAuthError.Kind, isLasting: Bool, method: String, isRetried: Bool) {
        var error = OAuthError(kind, "it failed")
        error.isLasting = isLasting
        let decision = RetryPolicy().decision(error: error, method: method, attempt: 1, waited: .zero, random: 0.5)
        #expect(decision == (isRetried ? Self.half : .stop))
    }

    @Test func aTimeoutThatUsedUpTheTimeIsTheLast() {
        let error = OAuthError(.timeout, "too slow")
        let policy = RetryPolicy()
        #expect(policy.decision(error: error, method: "GET", attempt: 1, waited: .seconds(300), random: 1) == .stop)
        #expect(policy.decision(error: error, method: "GET", attempt: 1, waited: .seconds(10), random: 1) != .stop)
    }

    @Test func delaysDoubleUpToTheLongest() {
        let policy = RetryPolicy()
        let delays = (1...9).map { policy.delay(after: $0, random: 1) / .seconds(1) }
        #expect(delays == [0.5, 1, 2, 4, 8, 16, 30, 30, 30])
        #expect(policy.delay(after: 1000, random: 1) == .seconds(30))
        #expect(policy.delay(after: 5, random: 0) == .zero)
    }

    @Test func theNearestWordCounts() {
        var policy = RetryPolicy(longestWait: .seconds(300))
        policy.apply(RetrySettings(attempts: 2, longestWait: .seconds(10), statuses: [500]))
        policy.apply(RetrySettings(attempts: 3))
        policy.apply(nil)
        #expect(policy.attempts == 3 && policy.longestWait == .seconds(10) && policy.statuses == [500])
        policy.apply(retries: 0)
        #expect(policy.attempts == 1)
        policy.apply(retries: 7)
        #expect(policy.attempts == 1)
        var standard = RetryPolicy()
        standard.apply(retries: 7)
        #expect(standard.attempts == 8)
    }

    @Test(arguments: [
        (0.0, "0 s"), (0.3, "0.3 s"), (0.25, "0.3 s"), (1, "1 s"), (9.96, "10 s"), (12.1, "13 s"), (119, "119 s"),
        (120, "2 min"), (121, "3 min"), (1800, "30 min"), (7200, "2 h"), (7201, "2 h 1 min"), (90_000, "25 h"),
    ])
    func wordsForTimes(seconds: Double, words: String) {
        #expect(Duration.seconds(seconds).inWords == words)
    }
}

import Foundation
import Testing

@testable import OAuthCore

/// RFC 8628 §3.5: when to ask again. A whole sign-in is a table of what comes back and when it is asked next.
@Suite struct DevicePollingTests {
    private static func oauth(_ code: String, status: Int = 400) -> OAuthError {
        OAuthError(.oauth, "no", status: status, oauthError: code)
    }

    private static let pending = oauth("authorization_pending")
    private static let slowDown = oauth("slow_down")

    private static func with(_ error: OAuthError, retryAfter: Int) -> OAuthError {
        var error = error
        error.retryAfter = .seconds(retryAfter)
        return error
    }

    private static func polling(interval: Int = 5, expiresIn: Int = 1800, limit: Int = 3600) throws -> DevicePolling {
        let authorization = try DeviceAuthorization.read(
            status: 200,
            body: Array(
                JSONValue.object(
                    DeviceTests.minimal.merging([
                        "interval": .integer(Int64(interval)), "expires_in": .integer(Int64(expiresIn)),
                    ]) { $1 }
                ).encoded().utf8), now: moment, connection: connection())
        return DevicePolling(
            authorization, connection: "tv", command: "oauthlua authorize tv",
            limit: moment.addingTimeInterval(Double(limit)), overdue: OAuthError(.permission, "nobody came"))
    }

    static let sequences: [(interval: Int, answers: [OAuthError], waits: [Int])] = [
        (5, [pending, pending, pending], [5, 5, 5, 5]),
        (1, [pending, pending], [1, 1, 1]),
        (5, [pending, slowDown, pending, slowDown, pending], [5, 5, 10, 10, 15, 15]),
        // GitHub and others answer 429 instead of slow_down.
        (5, [OAuthError(.rateLimited, "429", status: 429), pending], [5, 10, 10]),
        (5, [with(OAuthError(.rateLimited, "429", status: 429), retryAfter: 30), pending], [5, 30, 10]),
        (5, [with(OAuthError(.rateLimited, "429", status: 429), retryAfter: 2)], [5, 10]),
        (5, [oauth("slow_down", status: 429)], [5, 10]),
        (5, [with(slowDown, retryAfter: 40)], [5, 40]),
        // The network: less often while it is away, as before when it is back.
        (5, [OAuthError(.network, "away"), OAuthError(.timeout, "away"), pending], [5, 10, 20, 5]),
        (5, [OAuthError(.http, "502", status: 502), OAuthError(.http, "503", status: 503)], [5, 10, 20]),
        (5, Array(repeating: OAuthError(.network, "away"), count: 6), [5, 10, 20, 40, 60, 60, 60]),
        (90, [OAuthError(.network, "away")], [90, 90]),
        (5, [oauth("server_error", status: 500), pending], [5, 10, 5]),
        (5, [with(OAuthError(.http, "503", status: 503), retryAfter: 25)], [5, 25]),
    ]

    @Test(arguments: sequences) func asksAgain(interval: Int, answers: [OAuthError], waits: [Int]) throws {
        var polling = try Self.polling(interval: interval)
        var now = moment
        var step = polling.begin(now: now)
        var waited: [Duration] = []
        for answer in answers {
            guard case .ask(let delay) = step else { break }
            waited.append(delay)
            now += delay / .seconds(1)
            step = polling.step(after: answer, now: now)
        }
        if case .ask(let delay) = step { waited.append(delay) }
        #expect(waited == waits.map { .seconds($0) })
    }

    static let ends: [(error: OAuthError, kind: OAuthError.Kind, words: String)] = [
        (oauth("access_denied"), .permission, "access for 'tv' was denied"),
        (oauth("authorization_declined"), .permission, "access for 'tv' was denied"),
        (oauth("expired_token"), .permission, "ran out"), (oauth("invalid_grant"), .oauth, "no"),
        (oauth("invalid_client", status: 401), .oauth, "no"), (OAuthError(.decode, "HTML"), .decode, "HTML"),
        (OAuthError(.config, "a bad key"), .config, "a bad key"), (OAuthError(.http, "404", status: 404), .http, "404"),
    ]

    @Test(arguments: ends) func givesUp(error: OAuthError, kind: OAuthError.Kind, words: String) throws {
        var polling = try Self.polling()
        guard case .giveUp(let delay, let said) = polling.step(after: error, now: moment) else {
            Issue.record("it goes on")
            return
        }
        #expect(delay == .zero)
        #expect(said.kind == kind)
        #expect(said.message.contains(words), "\(said)")
        #expect(said.oauthError == error.oauthError)
    }

    /// Neither the code's end nor the person's patience is waited past, whatever the interval.
    @Test(arguments: [
        (600, 300, 298, 2, "nobody came"), (300, 600, 297, 3, "ran out"), (300, 600, 301, 0, "ran out"),
        (600, 3, 0, 3, "nobody came"),
    ])
    func endsInTime(expiresIn: Int, limit: Int, elapsed: Int, delay: Int, words: String) throws {
        var polling = try Self.polling(expiresIn: expiresIn, limit: limit)
        let step = polling.step(after: Self.pending, now: moment.addingTimeInterval(Double(elapsed)))
        guard case .giveUp(let after, let error) = step else {
            Issue.record("it goes on: \(step)")
            return
        }
        #expect(after == .seconds(delay))
        #expect(error.kind == .permission)
        #expect(error.message.contains(words))
    }
}

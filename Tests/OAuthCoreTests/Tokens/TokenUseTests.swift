import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

@Suite struct TokenUseTests {
    /// Obtained an hour ago, ends in `ends` seconds.
    private func token(ends: Double?, life: Double = 7200) -> Token {
        Token(
            accessToken: Redacted("current"), refreshToken: nil, expiresAt: ends.map(moment.addingTimeInterval),
            obtainedAt: moment.addingTimeInterval((ends ?? 0) - life))
    }

    private func decide(_ token: Token?, rejected: String? = nil, refreshable: Bool, margin: Duration = .seconds(60))
        -> String
    {
        switch TokenUse.decide(
            token: token, now: moment, margin: margin, rejected: rejected.map { Redacted($0) },
            refreshable: refreshable, connection: "google", command: "oauthlua authorize google")
        {
        case .use: return "use"
        case .refresh: return "refresh"
        case .authorize(let error):
            #expect(error.kind == .authorizationRequired)
            #expect(error.advice == "Run: oauthlua authorize google")
            #expect(error.connection == "google")
            return "authorize"
        }
    }

    @Test(
        arguments: [
            (3600, nil, true, "use"), (61, nil, true, "use"), (60, nil, true, "refresh"), (1, nil, true, "refresh"),
            (0, nil, true, "refresh"), (-1, nil, true, "refresh"), (-1e9, nil, true, "refresh"),
            (60, nil, false, "use"), (1, nil, false, "use"), (0, nil, false, "authorize"),
            (-1, nil, false, "authorize"),
            (nil, nil, true, "use"), (nil, nil, false, "use"),
            (3600, "current", true, "refresh"), (3600, "current", false, "authorize"),
            (nil, "current", true, "refresh"),
            (3600, "other", true, "use"), (3600, "other", false, "use"), (-1, "other", true, "refresh"),
        ] as [(Double?, String?, Bool, String)])
    func decides(ends: Double?, rejected: String?, refreshable: Bool, expected: String) {
        #expect(decide(token(ends: ends), rejected: rejected, refreshable: refreshable) == expected)
    }

    @Test func withoutATokenOnlyARefreshTokenHelps() {
        #expect(decide(nil, refreshable: false) == "authorize")
        #expect(decide(nil, refreshable: true) == "refresh")
        #expect(decide(nil, rejected: "other", refreshable: true) == "refresh")
    }

    /// A token that lives for 30 seconds is within a margin of 60 from its first moment.
    @Test(arguments: [(30, "use"), (16, "use"), (15, "refresh"), (1, "refresh")] as [(Double, String)])
    func aShortLifeIsNotAllMargin(ends: Double, expected: String) {
        #expect(decide(token(ends: ends, life: 30), refreshable: true) == expected)
    }

    @Test func theMarginCanBeSet() {
        #expect(decide(token(ends: 600), refreshable: true, margin: .seconds(600)) == "refresh")
        #expect(decide(token(ends: 1), refreshable: true, margin: .zero) == "use")
        #expect(decide(token(ends: 0), refreshable: true, margin: .zero) == "refresh")
    }

    @Test(
        arguments: [
            (100, nil, false, .authorized), (nil, nil, false, .authorized), (-1, nil, false, .expired),
            (-1, 100, true, .refreshable), (-1, nil, true, .refreshable), (-1, -1, true, .expired),
        ] as [(Double?, Double?, Bool, TokenState)])
    func states(ends: Double?, refreshEnds: Double?, hasRefreshToken: Bool, expected: TokenState) {
        var token = token(ends: ends)
        token.refreshToken = hasRefreshToken ? Redacted("r") : nil
        token.refreshTokenExpiresAt = refreshEnds.map(moment.addingTimeInterval)
        #expect(TokenState(of: token, now: moment) == expected)
    }

    @Test func statesWithoutAToken() {
        #expect(TokenState(of: nil, now: moment) == .none)
        #expect(TokenState(of: nil, now: moment, definitionRenews: true) == .refreshable)
        #expect(TokenState(of: token(ends: -1), now: moment, definitionRenews: true) == .refreshable)
    }

    @Test(
        arguments: [
            ("5", 5.0), ("0", 0), ("1.5", 1.5), ("Tue, 14 Nov 2023 22:13:30 GMT", 10),
            ("Tue, 14 Nov 2023 22:13:10 GMT", 0),
            ("-1", nil), ("soon", nil), ("1e300", nil), ("", nil),
        ] as [(String, Double?)])
    func readsRetryAfter(text: String, seconds: Double?) {
        #expect(RetryAfter.delay([.retryAfter: text], now: moment) == seconds.map { .seconds($0) })
    }

    @Test func noRetryAfterIsNone() {
        #expect(RetryAfter.delay([:], now: moment) == nil)
    }
}

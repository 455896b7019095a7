import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

/// What answers say of limits, in the ways of many APIs.
@Suite struct RateLimitNoticeTests {
    /// 2023-11-14T22:13:20Z.
    static let now = Date(timeIntervalSince1970: 1_700_000_000)

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var headers: [(String, String)]
        var expected: RateLimitNotice?
        var testDescription: String { name }

        init(
            _ name: String, _ headers: [(String, String)], after: Double? = nil, limit: Int? = nil, left: Int? = nil,
            resets: Double? = nil
        ) {
            self.name = name
            self.headers = headers
            let notice = RateLimitNotice(
                retryAfter: after.map { .seconds($0) }, limit: limit, remaining: left,
                resetsIn: resets.map { .seconds($0) })
            expected = notice == RateLimitNotice() ? nil : notice
        }
    }

    static let providers: [Case] = [
        Case(
            "GitHub",
            [
                ("X-RateLimit-Limit", "5000"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Used", "5000"),
                ("X-RateLimit-Resource", "core"), ("X-RateLimit-Reset", "1700000060"),
            ], limit: 5000, left: 0, resets: 60),
        Case(
            "X", [("x-rate-limit-limit", "75"), ("x-rate-limit-remaining", "3"), ("x-rate-limit-reset", "1700000900")],
            limit: 75, left: 3, resets: 900),
        Case(
            "Discord",
            [
                ("X-RateLimit-Limit", "5"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1700000001.5"),
                ("X-RateLimit-Reset-After", "1.25"), ("X-RateLimit-Bucket", "abcd1234"),
            ], limit: 5, left: 0, resets: 1.25),
        Case(
            "Discord, the other way round",
            [
                ("X-RateLimit-Reset-After", "1.25"), ("X-RateLimit-Remaining", "0"),
                ("X-RateLimit-Reset", "1700000009"),
            ], left: 0, resets: 1.25),
        Case(
            "milliseconds since 1970", [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1700000002500")],
            left: 0,
            resets: 2.5),
        Case("seconds left", [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "41")], left: 0, resets: 41),
        Case(
            "a date", [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset-At", "2023-11-14T22:13:50Z")], left: 0,
            resets: 30),
        Case(
            "a date in another zone",
            [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "2023-11-14T23:13:50+01:00")],
            left: 0, resets: 30),
        Case(
            "GitLab",
            [
                ("RateLimit-Limit", "60"), ("RateLimit-Observed", "67"), ("RateLimit-Remaining", "0"),
                ("RateLimit-Reset", "1700000030"), ("RateLimit-ResetTime", "Tue, 14 Nov 2023 22:13:50 GMT"),
            ], limit: 60, left: 0, resets: 30),
        Case(
            "Reddit",
            [("X-Ratelimit-Used", "1"), ("X-Ratelimit-Remaining", "599.0"), ("X-Ratelimit-Reset", "360")], left: 599,
            resets: 360),
        Case(
            "OpenAI: the limit that is used up counts",
            [
                ("x-ratelimit-limit-requests", "60"), ("x-ratelimit-limit-tokens", "150000"),
                ("x-ratelimit-remaining-requests", "59"), ("x-ratelimit-remaining-tokens", "0"),
                ("x-ratelimit-reset-requests", "1s"), ("x-ratelimit-reset-tokens", "6m0s"),
            ], limit: 150_000, left: 0, resets: 360),
        Case(
            "Anthropic",
            [
                ("anthropic-ratelimit-requests-limit", "50"), ("anthropic-ratelimit-requests-remaining", "49"),
                ("anthropic-ratelimit-requests-reset", "2023-11-14T22:13:21Z"),
                ("anthropic-ratelimit-input-tokens-remaining", "50000"),
            ], limit: 50, left: 49, resets: 1),
        Case(
            "two that are used up: the longer one",
            [
                ("X-RateLimit-Remaining-Second", "0"), ("X-RateLimit-Reset-Second", "1"),
                ("X-RateLimit-Remaining-Hour", "0"), ("X-RateLimit-Reset-Hour", "1800"),
            ], left: 0, resets: 1800),
        Case("Shopify", [("X-Shopify-Shop-Api-Call-Limit", "39/40")], limit: 40, left: 1, resets: 0.5),
        Case("Shopify, full", [("X-Shopify-Shop-Api-Call-Limit", "40/40")], limit: 40, left: 0, resets: 0.5),
        Case(
            "Azure", [("retry-after-ms", "250"), ("x-ratelimit-remaining-requests", "0")], after: 0.25, left: 0),
        Case("a provider's own Retry-After", [("X-Retry-After", "1700000007")], after: 7),
        Case(
            "Kong: no reset", [("X-RateLimit-Limit-Minute", "20"), ("X-RateLimit-Remaining-Minute", "0")], limit: 20,
            left: 0),
        Case("a limit of two periods", [("X-RateLimit-Limit", "200,2000")], limit: 200),
        Case(
            "a reset long ago", [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1600000000")], left: 0,
            resets: 0),
    ]

    static let drafts: [Case] = [
        Case(
            "the IETF's draft",
            [("RateLimit-Policy", "\"default\";q=100;w=60"), ("RateLimit", "\"default\";r=50;t=30")],
            limit: 100, left: 50, resets: 30),
        Case(
            "several policies: the one that is used up",
            [
                ("RateLimit-Policy", "\"burst\";q=100;w=60,\"daily\";q=1000;w=86400"),
                ("RateLimit", "\"burst\";r=10;t=5, \"daily\";r=0;t=3600"),
            ], limit: 1000, left: 0, resets: 3600),
        Case(
            "no time left: the window of its policy",
            [("RateLimit-Policy", "\"a\";q=10;w=7"), ("RateLimit", "\"a\";r=0")], limit: 10, left: 0, resets: 7),
        Case(
            "a partition key, and separators in a name",
            [("RateLimit", "\"a,b;c\\\"=\";r=3;t=8;pk=:cHsdsRa894==:")], left: 3, resets: 8),
        Case(
            "bytes are no requests",
            [("RateLimit-Policy", "\"bytes\";q=65535;qu=\"content-bytes\";w=10"), ("RateLimit", "\"bytes\";r=5;t=10")]),
        Case(
            "but no bytes are no requests either",
            [("RateLimit-Policy", "\"bytes\";q=65535;qu=\"content-bytes\";w=10"), ("RateLimit", "\"bytes\";r=0;t=9")],
            left: 0, resets: 9),
        Case(
            "draft 07", [("RateLimit-Policy", "100;w=60"), ("RateLimit", "limit=100, remaining=0, reset=12")],
            limit: 100, left: 0, resets: 12),
        Case(
            "draft 06",
            [
                ("RateLimit-Limit", "100, 100;w=60;burst=1000"), ("RateLimit-Remaining", "0"), ("RateLimit-Reset", "9"),
            ], limit: 100, left: 0, resets: 9),
        Case(
            "the draft goes before other headers",
            [
                ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1700000600"),
                ("RateLimit", "\"default\";r=7;t=3"),
            ], left: 7, resets: 3),
        Case("a draft's field that is broken", [("RateLimit", "\"default\";r=;t=\"x\"")]),
    ]

    static let clocks: [Case] = [
        Case(
            "by the server's clock",
            [
                ("Date", "Tue, 14 Nov 2023 23:13:20 GMT"), ("X-RateLimit-Remaining", "0"),
                ("X-RateLimit-Reset", "1700003605"),
            ], left: 0, resets: 5),
        Case(
            "Retry-After by the server's clock",
            [("Date", "Tue, 14 Nov 2023 21:13:20 GMT"), ("Retry-After", "Tue, 14 Nov 2023 21:13:27 GMT")], after: 7),
        Case("Retry-After without a Date", [("Retry-After", "Tue, 14 Nov 2023 22:13:27 GMT")], after: 7),
        Case(
            "Retry-After in seconds", [("Retry-After", "120"), ("Date", "Tue, 14 Nov 2023 21:13:20 GMT")], after: 120),
        Case("what a cache kept", [("Age", "30"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "60")]),
        Case(
            "Age: 0", [("Age", "0"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "60")], left: 0, resets: 60),
    ]

    static let nonsense: [Case] = [
        Case("nothing", []), Case("others", [("X-Request-Id", "1"), ("Content-Type", "text/plain")]),
        Case("words", [("X-RateLimit-Remaining", "many"), ("X-RateLimit-Reset", "soon")]),
        Case("years away", [("X-RateLimit-Reset", "500000000")]), Case("nan", [("X-RateLimit-Reset", "nan")]),
        Case("minus", [("X-RateLimit-Reset", "-5"), ("Retry-After", "-5")]),
        Case("less than none left", [("X-RateLimit-Remaining", "-3")], left: 0),
        Case("huge", [("X-RateLimit-Remaining", "99999999999999999999"), ("X-RateLimit-Limit", "1e400")]),
        Case("no call limit", [("X-Shopify-Shop-Api-Call-Limit", "39")]),
        Case("an endless call limit", [("X-Shopify-Shop-Api-Call-Limit", "1/0")]),
        Case("a scope", [("X-RateLimit-Scope", "user"), ("X-RateLimit-Global", "true")]),
    ]

    @Test(arguments: providers + drafts + clocks + nonsense)
    func reads(_ example: Case) {
        var headers = HTTPFields()
        for (name, value) in example.headers {
            headers.append(HTTPField(name: HTTPField.Name(name)!, value: value))
        }
        #expect(RateLimitNotice(headers, now: Self.now) == example.expected)
    }

    static let moments: [(String, Double?)] = [
        ("0", 0.0), ("1.5", 1.5), (" 7 ", 7), ("1s", 1), ("20ms", 0.02), ("1h30m", 5400), ("2d", 172_800),
        ("1700000010", 10), ("1700000000250", 0.25), ("2023-11-14T22:13:21.5Z", 1.5), ("2023-11-14t22:13:25z", 5),
        ("2023-11-14 17:13:20-05:00", 0), ("Tue, 14 Nov 2023 22:13:30 GMT", 10), ("1699999999", 0), ("", nil),
        ("x", nil), ("5x", nil), ("s", nil), ("inf", nil), ("0x10", nil), ("1e300", nil), ("2023-13-14T22:13:20Z", nil),
        ("2023-11-14T22:13:20", nil), ("2023-11-14T22:13:20+1:00", nil), ("1999999999", nil),
    ]

    @Test(arguments: moments)
    func readsMoments(text: String, seconds: Double?) {
        #expect(ResetMoment.delay(text, now: Self.now) == seconds.map { .seconds($0) })
    }

    static let refusals: [(Int, RateLimitNotice?, Bool)] = [
        (429, nil, true), (429, RateLimitNotice(remaining: 3), true), (403, nil, false),
        (403, RateLimitNotice(remaining: 0), true), (403, RateLimitNotice(remaining: 1), false),
        (403, RateLimitNotice(retryAfter: .seconds(60)), true), (503, nil, false),
        (503, RateLimitNotice(retryAfter: .seconds(1)), true), (503, RateLimitNotice(remaining: 0), false),
        (500, RateLimitNotice(retryAfter: .seconds(1)), false), (200, RateLimitNotice(remaining: 0), false),
    ]

    @Test(arguments: refusals)
    func knowsRefusals(status: Int, notice: RateLimitNotice?, isRefusal: Bool) {
        #expect(RateLimitNotice.isRefusal(status: status, notice) == isRefusal)
    }

    @Test func asksForWhatItSays() {
        let notice = RateLimitNotice(retryAfter: .seconds(5), remaining: 0, resetsIn: .seconds(9))
        #expect(notice.asked(after: 429) == .seconds(5))
        #expect(notice.pause == .seconds(9))
        let reset = RateLimitNotice(remaining: 0, resetsIn: .seconds(9))
        #expect(reset.asked(after: 429) == .seconds(9))
        #expect(reset.asked(after: 500) == nil)
        // Another limit than the one that the headers speak of.
        #expect(RateLimitNotice(remaining: 3, resetsIn: .seconds(9)).asked(after: 429) == nil)
        #expect(RateLimitNotice(remaining: 3, resetsIn: .seconds(9)).pause == nil)
        #expect(RateLimitNotice(retryAfter: .seconds(2)).asked(after: 500) == .seconds(2))
    }
}

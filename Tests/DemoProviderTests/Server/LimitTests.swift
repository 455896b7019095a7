import Foundation
import Testing

@testable import DemoProvider

@Suite struct LimitTests {
    @Test func flakyFailsAsOftenAsItIsTold() async throws {
        try await Visitor.visit { visitor async throws in
            let path = "/api/flaky?key=a&fail=2&status=500&retry_after=7"
            for _ in 0..<2 {
                let answer = try await visitor.get(path)
                #expect(answer.status == 500 && answer.headers.first(name: "Retry-After") == "7")
            }
            #expect(try await visitor.get(path).text == #"{"attempt":3,"method":"GET"}"#)
            #expect(try await visitor.get("/api/flaky/seen?key=a").text == #"{"requests":3}"#)
            #expect(try await visitor.get("/api/flaky/seen?key=b").text == #"{"requests":0}"#)
            #expect(try await visitor.get("/api/flaky?key=c&status=200").status == 400)
            let dated = try await visitor.get("/api/flaky?key=d&retry_date=30")
            #expect(dated.headers.first(name: "Retry-After")?.hasSuffix("GMT") == true)
            await #expect(throws: (any Error).self) { try await visitor.get("/api/flaky?key=e&how=close") }
            await #expect(throws: (any Error).self) { try await visitor.get("/api/flaky?key=f&how=cut") }
        }
    }

    @Test(arguments: LimitStyle.allCases) func limitedRefusesWhatIsTooMuch(style: LimitStyle) async throws {
        try await Visitor.visit { visitor async throws in
            let path = "/api/limited?limit=2&window=3600&style=\(style.rawValue)"
            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await visitor.get(path).status) }
            // An hour may begin in between.
            let refusals = statuses.filter { $0 == (style == .github ? 403 : 429) }.count
            #expect(refusals == 2 || refusals < 2 && statuses.contains(200), "\(statuses)")
            #expect(try await visitor.get("/api/limited?style=none").status == 400)
            #expect(try await visitor.get("/api/limited?window=0").status == 400)
        }
    }

    @Test func aWindowCountsFromItsBeginning() {
        var window = FixedWindow(limit: 2, length: 10)
        #expect(window.request(at: 103) == .init(isServed: true, limit: 2, remaining: 1, resetsAt: 110))
        #expect(window.request(at: 109).remaining == 0)
        #expect(window.request(at: 109.9) == .init(isServed: false, limit: 2, remaining: 0, resetsAt: 110))
        #expect(window.request(at: 110) == .init(isServed: true, limit: 2, remaining: 1, resetsAt: 120))
        #expect(window.answered == 3 && window.refused == 1)
    }

    @Test(arguments: [
        (LimitStyle.github, ["X-RateLimit-Reset": "1010", "X-RateLimit-Remaining": "3"]),
        (.twitter, ["x-rate-limit-reset": "1010"]),
        (.ietf, ["RateLimit": "\"default\";r=3;t=8", "RateLimit-Policy": "\"default\";q=5;w=10"]),
        (.draft, ["RateLimit-Reset": "8", "RateLimit-Limit": "5"]),
        (.discord, ["X-RateLimit-Reset-After": "7.5", "X-RateLimit-Reset": "1010.0"]),
        (.milliseconds, ["X-RateLimit-Reset": "1010000"]), (.seconds, ["X-RateLimit-Reset": "8"]),
        (.date, ["X-RateLimit-Reset-At": "1970-01-01T00:16:50Z"]), (.retryAfter, [:]), (.retryDate, [:]), (.bare, [:]),
    ])
    func stylesSayTheSame(style: LimitStyle, headers: [String: String]) {
        let standing = FixedWindow.Standing(isServed: true, limit: 5, remaining: 3, resetsAt: 1010)
        let sent = Dictionary(uniqueKeysWithValues: style.headers(standing, length: 10, now: 1002.5).map { ($0, $1) })
        for (name, value) in headers { #expect(sent[name] == value) }
        #expect(sent.isEmpty == headers.isEmpty)
        let refused = FixedWindow.Standing(isServed: false, limit: 5, remaining: 0, resetsAt: 1010)
        let told = style.headers(refused, length: 10, now: 1002.5).first { $0.name == "Retry-After" }?.value
        let expected: [LimitStyle: String] = [.retryAfter: "8", .retryDate: "Thu, 01 Jan 1970 00:16:50 GMT"]
        #expect(told == expected[style])
    }
}

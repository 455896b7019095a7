import Foundation
import Testing

@testable import OAuthCore

@Suite struct OAuth1StampsTests {
    /// Of all threads together.
    @Test func noNonceComesTwice() async {
        let stamps = OAuth1.Stamps()
        let nonces = await withTaskGroup(of: [String].self) { group in
            for _ in 0..<8 { group.addTask { (0..<2_000).map { _ in stamps.next(now: moment).nonce } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(nonces).count == 16_000)
        #expect(nonces.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test func twoSourcesHaveNothingInCommon() {
        let first = OAuth1.Stamps().next(now: moment).nonce
        let second = OAuth1.Stamps().next(now: moment).nonce
        #expect(first.prefix(24) != second.prefix(24))
    }

    /// Seconds by our clock, and the timestamp that is sent.
    @Test(arguments: [
        ([100, 101, 101, 105], 0, [100, 101, 101, 105]),
        // a clock that is being corrected: never less than the last
        ([1000, 999, 701, 1001], 0, [1000, 1000, 1000, 1001]),
        // a clock that is set right
        ([5000, 100, 101], 0, [5000, 100, 101]),
        ([1000, 1001], 3600, [4600, 4601]), ([1000, 1001], -600, [400, 401]),
        // positive, always (RFC 5849 §3.3)
        ([0, 10], -600, [1, 1]),
    ])
    func timestampsNeverGoBack(clock: [Int], offset: Int, expected: [Int]) {
        let stamps = OAuth1.Stamps()
        let made = clock.map {
            stamps.next(now: Date(timeIntervalSince1970: Double($0) + 0.9), offset: offset).timestamp
        }
        #expect(made == expected)
    }

    /// A learnt skew counts at once, in either direction.
    @Test func theOffsetMayChange() {
        let stamps = OAuth1.Stamps()
        #expect(stamps.next(now: moment, offset: 0).timestamp == 1_700_000_000)
        #expect(stamps.next(now: moment, offset: -50).timestamp == 1_699_999_950)
        #expect(stamps.next(now: moment, offset: 50).timestamp == 1_700_000_050)
    }
}

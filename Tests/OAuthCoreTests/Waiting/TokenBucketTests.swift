import Testing

@testable import OAuthCore

@Suite struct TokenBucketTests {
    /// When requests go that all want to go as soon as they can.
    private func times(_ rate: Rate, count: Int, from start: Duration = .seconds(1000)) -> [Double] {
        var bucket = TokenBucket(rate)
        var now = start
        var times: [Double] = []
        for _ in 0..<count {
            now += bucket.delay(at: now)
            bucket.take(at: now)
            times.append((now - start) / .seconds(1))
        }
        return times
    }

    @Test func burstsThenSpreads() {
        #expect(times(Rate(burst: 3, interval: .seconds(2)), count: 6) == [0, 0, 0, 2, 4, 6])
        #expect(times(Rate(burst: 1, interval: .seconds(1)), count: 3) == [0, 1, 2])
    }

    @Test func fillsUpToItsBurstOnly() {
        let rate = Rate(burst: 2, interval: .seconds(1))
        var bucket = TokenBucket(rate)
        bucket.take(at: .seconds(0))
        bucket.take(at: .seconds(0))
        #expect(bucket.delay(at: .seconds(0)) == .seconds(1))
        #expect(bucket.delay(at: .seconds(0.25)) == .seconds(0.75))
        for _ in 0..<2 {
            #expect(bucket.delay(at: .seconds(500)) == .zero)
            bucket.take(at: .seconds(500))
        }
        #expect(bucket.delay(at: .seconds(500)) == .seconds(1))
    }

    /// What `"100/m"` promises: never more than that in any minute, and nearly that in the long run.
    @Test(arguments: [(10, 1), (1, 1), (7, 3), (100, 60), (5000, 3600), (19, 1), (20, 1)])
    func keepsToItsRateInEveryPeriod(requests: Int, period: Int) {
        let rate = Rate(requests: requests, per: .seconds(period))
        let times = times(rate, count: 3 * requests + 2)
        for (index, time) in times.enumerated() {
            let inPeriod = times[index...].prefix { $0 < time + Double(period) - 1e-6 }.count
            #expect(inPeriod <= requests)
        }
        #expect(times[requests] <= Double(period) + 1e-6)
        #expect(times[2 * requests] <= 2.3 * Double(period))
    }
}

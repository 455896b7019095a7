import Foundation
import Testing

@testable import Output

@Suite struct HumanTimeTests {
    @Test(
        arguments: [
            (-5, "0 s"), (0, "0 s"), (0.9, "0 s"), (1, "1 s"), (59.9, "59 s"), (60, "1 min"), (90, "1 min 30 s"),
            (179, "2 min 59 s"), (180, "3 min"),
            (3599, "59 min"), (3600, "1 h"), (3659, "1 h"), (7800, "2 h 10 min"), (10_800, "3 h"), (86_399, "23 h"),
            (86_400, "1 d"),
            (100_000, "1 d 3 h"), (259_200, "3 d"), (31_536_000, "1 y"), (63_072_000 + 86_400, "2 y 1 d"),
            (1e9, "31 y"), (1e300, "9999 y"),
            (.infinity, "9999 y"), (.nan, "0 s"),
        ] as [(Double, String)])
    func durations(seconds: Double, text: String) {
        #expect(HumanTime.duration(seconds) == text)
    }

    @Test(
        arguments: [(3480, "in 58 min"), (-7200, "2 h ago"), (0, "now"), (0.5, "now"), (-0.5, "now"), (1.5, "in 1 s")]
            as [(Double, String)])
    func relative(seconds: Double, text: String) {
        let now = Date(timeIntervalSince1970: 1_795_438_298)
        #expect(HumanTime.relative(now.addingTimeInterval(seconds), to: now) == text)
    }

    @Test func timestamp() {
        #expect(HumanTime.timestamp(Date(timeIntervalSince1970: 1_795_438_298)) == "2026-11-23T12:51:38Z")
    }
}

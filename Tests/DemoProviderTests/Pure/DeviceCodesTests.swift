import Foundation
import Testing

@testable import DemoProvider

@Suite struct DeviceCodesTests {
    private let start = Date(timeIntervalSince1970: 1_000_000)
    private let client = Client(id: "c", name: "C")

    /// Polls at each second; `approve` and the like happen just before.
    private func story(_ steps: [(at: Double, DeviceCodes.Decision?)], lifetime: Int = 600) -> [DeviceCodes.Poll] {
        var codes = DeviceCodes()
        let entry = codes.begin(client: client, scope: ["s"], lifetime: lifetime, interval: 5, now: start)
        return steps.map { step in
            if let decision = step.1 {
                let isDone = codes.decide(decision, userCode: entry.userCode.lowercased())
                #expect(isDone)
            }
            return codes.poll(entry.deviceCode, clientID: "c", now: start.addingTimeInterval(step.at))
        }
    }

    @Test func aPatientDeviceIsServedOnce() {
        #expect(
            story([(0, nil), (5, nil), (10, .approve), (15, nil)])
                == [.pending, .pending, .granted(scope: ["s"]), .unknown])
    }

    @Test func anImpatientDeviceWaitsLonger() {
        #expect(
            story([(0, nil), (2, nil), (8, nil), (30, nil)]) == [.pending, .tooFast, .tooFast, .pending],
            "after 2 s the interval is 10 s, so 8 s is too early too")
    }

    @Test func aDeviceMayBeRefused() {
        #expect(story([(0, nil), (6, .deny)]) == [.pending, .denied])
        #expect(story([(0, .expire)]) == [.expired])
        #expect(story([(0, nil), (61, nil)], lifetime: 60) == [.pending, .expired])
    }

    @Test func codesAreTypedAnyhow() {
        var codes = DeviceCodes()
        let entry = codes.begin(client: client, scope: [], lifetime: 60, interval: 5, now: start)
        #expect(entry.userCode.count == 9)
        let typed = " " + entry.userCode.replacing("-", with: " ").lowercased()
        #expect(codes.entry(userCode: typed, now: start)?.deviceCode == entry.deviceCode)
        #expect(codes.entry(userCode: "AAAA-AAAA", now: start) == nil)
        let foreign = codes.poll(entry.deviceCode, clientID: "other", now: start)
        #expect(foreign == .unknown)
    }
}

import Foundation
import TestSupport

/// A port that only one test of this machine may use at a time, whichever test run it belongs to.
final class FixedPort: Sendable {
    private let descriptor: Int32

    /// Waits until nobody else has it.
    init(_ port: Int) async throws {
        descriptor = open("/tmp/oauthlua-tests-port-\(port)", O_CREAT | O_RDWR | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw ProcessFailure(description: "no lock for port \(port)") }
        let end = ContinuousClock.now + .seconds(300)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard ContinuousClock.now < end else { throw ProcessFailure(description: "port \(port) stays in use") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    deinit { close(descriptor) }
}

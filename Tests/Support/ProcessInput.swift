import Foundation
import Synchronization

/// A process's standard input, written on a queue of its own: a pipe that nobody reads must not stop a test.
final class ProcessInput: Sendable {
    private let queue = DispatchQueue(label: "process-input")
    private let descriptor: Int32
    private let isClosed = Mutex(false)

    init(descriptor: Int32) {
        self.descriptor = descriptor
        // A program that ends without reading its input must not end the test run as well.
        _ = Glibc.signal(SIGPIPE, SIG_IGN)
    }

    func write(_ bytes: [UInt8]) {
        queue.async { [self] in
            guard !isClosed.withLock(\.self) else { return }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress!, $0.count) }
                if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
            }
        }
    }

    func close() {
        queue.async { [self] in
            let wasClosed = isClosed.withLock { closed in
                defer { closed = true }
                return closed
            }
            if !wasClosed { _ = Glibc.close(descriptor) }
        }
    }
}

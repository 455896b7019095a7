@preconcurrency import Dispatch

#if canImport(Glibc)
    import Glibc
#endif

/// Signals, and Ctrl-C above all: of a run, the first ends it in order, the second ends the process.
///
/// The handlers are in place when `init` returns, and what they notice waits in a pipe. A signal source of Dispatch is
/// registered some time later, on a thread of its own, and a Ctrl-C before that would be lost.
final class Interrupts: Sendable {
    private let signals: [Int32]
    private let source: (any DispatchSourceRead)?

    convenience init(onFirst: @escaping @Sendable () -> Void) {
        let first = FirstTime()
        self.init(signals: [SIGINT, SIGTERM]) { number in
            guard first.isNow() else { _exit(128 + number) }
            onFirst()
        }
    }

    /// - Parameter onEach: called with the number of each signal that comes, one after the other.
    init(signals: [Int32], onEach: @escaping @Sendable (Int32) -> Void) {
        self.signals = signals
        var ends: [Int32] = [-1, -1]
        // Without descriptors left, a signal ends the process, as it does by default.
        guard pipe(&ends) == 0 else {
            source = nil
            return
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        let (reading, writing) = (ends[0], ends[1])
        noticed = writing

        let source = DispatchSource.makeReadSource(
            fileDescriptor: reading, queue: DispatchQueue(label: "oauthlua.interrupts"))
        self.source = source
        source.setEventHandler {
            var number: UInt8 = 0
            while read(reading, &number, 1) == 1 {
                onEach(Int32(number))
            }
        }
        source.resume()

        var action = sigaction()
        action.sa_flags = SA_RESTART
        action.__sigaction_handler.sa_handler = { number in
            let before = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(noticed, &byte, 1)
            errno = before
        }
        for number in signals { sigaction(number, &action, nil) }
    }

    /// From here on a signal ends the process, as it does by default.
    func stop() {
        for number in signals { signal(number, SIG_DFL) }
        source?.cancel()
    }
}

/// Where the handler writes the numbers of the signals that came. Set before a handler is.
nonisolated(unsafe) private var noticed: Int32 = -1

@preconcurrency import Dispatch

#if canImport(Glibc)
    import Glibc
#endif

/// Ctrl-C: the first ends the run in order, the second ends the process.
final class Interrupts: Sendable {
    private static let signals = [SIGINT, SIGTERM]
    private let sources: [any DispatchSourceSignal]

    init(onFirst: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "oauthlua.interrupts")
        let first = FirstTime()
        sources = Self.signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                guard first.isNow() else { _exit(128 + number) }
                onFirst()
            }
            source.resume()
            return source
        }
    }

    /// From here on a signal ends the process, as it does by default.
    func stop() {
        for source in sources { source.cancel() }
        for number in Self.signals { signal(number, SIG_DFL) }
    }
}

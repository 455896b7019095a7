import OAuthClient
import Output
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A line on the terminal's stderr that shows long work, and gives way to whatever else is written there.
///
/// It is drawn only where a line begins, so never behind a question or what a script has begun to write.
final class ProgressLine: Sendable {
    private struct State {
        var counters = ProgressCounters()
        var drawn: String?
        var isAtLineStart = true
        /// What is being written to the terminal beside the line.
        var writers = 0
        var drawing: Task<Void, Never>?
        var hasEnded = false
        var isResting = false
    }

    /// Work that is done sooner shows nothing.
    private static let patience = Duration.milliseconds(500)
    private static let interval = Duration.milliseconds(125)

    private let descriptor: Int32
    private let environment: [String: String]
    private let state = Mutex(State())

    /// - Parameters:
    ///   - descriptor: the terminal.
    ///   - environment: says how wide it is, where the terminal does not.
    init(descriptor: Int32 = STDERR_FILENO, environment: [String: String]) {
        self.descriptor = descriptor
        self.environment = environment
    }

    /// Takes what happened; the first event starts the drawing.
    func report(_ event: ProgressEvent) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.counters.take(event, at: now)
            guard state.drawing == nil, !state.hasEnded, !state.isResting else { return }
            state.drawing = Task { [weak self] in
                var pause = Self.patience
                while (try? await Task.sleep(for: pause)) != nil, let self {
                    self.draw()
                    pause = Self.interval
                }
            }
        }
    }

    /// Writes anything else to the terminal; the line is not there meanwhile.
    /// - Parameter last: what is written ends with this byte.
    func giveWay<R, E: Error>(to last: UInt8?, _ write: () throws(E) -> R) throws(E) -> R {
        state.withLock { state in
            erase(&state)
            state.writers += 1
            if let last { state.isAtLineStart = last == UInt8(ascii: "\n") }
        }
        // Not under the lock: a terminal that is held up would hold up whoever reports.
        defer { state.withLock { $0.writers -= 1 } }
        return try write()
    }

    /// The person has pressed Return.
    func lineEnded() { state.withLock { $0.isAtLineStart = true } }

    /// Shows nothing until ``work()``: somebody edits a line.
    func rest() {
        state.withLock { state in
            erase(&state)
            state.drawing?.cancel()
            state.drawing = nil
            state.isResting = true
        }
    }

    /// Shows what is done from now on.
    func work() {
        state.withLock { state in
            state.counters = ProgressCounters()
            state.isResting = false
            state.isAtLineStart = true
        }
    }

    /// Erases the line for good.
    func end() {
        state.withLock { state in
            state.hasEnded = true
            state.drawing?.cancel()
            erase(&state)
        }
    }

    private func draw() {
        let now = ContinuousClock.now
        state.withLock { state in
            guard !state.hasEnded, !state.isResting, state.isAtLineStart, state.writers == 0 else { return }
            state.counters.sample(at: now)
            let width = Terminal.width(of: descriptor, environment: environment) - 1
            guard let line = ProgressText.line(state.counters, at: now, width: width), line != state.drawn else {
                return
            }
            // ECMA-48 §8.3.41, EL: what the last line had more than this one goes.
            write("\r\(line)\u{1B}[K")
            state.drawn = line
        }
    }

    private func erase(_ state: inout State) {
        guard state.drawn != nil else { return }
        write("\r\u{1B}[K")
        state.drawn = nil
    }

    private func write(_ text: String) { try? DescriptorSink(descriptor).write(Array(text.utf8)) }
}

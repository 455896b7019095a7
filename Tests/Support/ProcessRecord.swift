import Foundation
import Synchronization

/// What is known of a started process: filled by its own threads, watched by tests.
///
/// Threads, not tasks: reading pipes and waiting for processes block, and must not take the test runner's threads.
final class ProcessRecord: Sendable {
    struct State {
        var bytes: [OutputStreamName: [UInt8]] = [:]
        var openStreams: Int
        /// What `waitpid` said.
        var exit: Int32?
        /// Set a moment after the exit when something that the process left behind still holds its output open.
        var abandoned = false
        var taken = 0
        var generation = 0
        var watchers: [CheckedContinuation<Void, Never>] = []

        var result: Command.Result? {
            guard let exit, openStreams == 0 || abandoned else { return nil }
            let signal = exit & 0x7f
            return Command.Result(
                status: signal == 0 ? (exit >> 8) & 0xff : 128 + signal, signal: signal == 0 ? nil : signal,
                stdoutBytes: bytes[.stdout, default: []], stderrBytes: bytes[.stderr, default: []])
        }

        mutating func takeLine(where fits: (String) -> Bool) -> String? {
            let all = bytes[.stdout, default: []]
            while let end = all[taken...].firstIndex(of: 10) {
                let line = String(decoding: all[taken..<end], as: UTF8.self)
                taken = end + 1
                let trimmed = line.hasSuffix("\r") ? String(line.dropLast()) : line
                if fits(trimmed) { return trimmed }
            }
            return nil
        }
    }

    /// What a process may write to a stream, in bytes; then it is killed.
    private static let limit = 256 << 20

    private let pid: pid_t
    private let name: String
    private let state: Mutex<State>

    init(pid: pid_t, name: String, openStreams: Int) {
        self.pid = pid
        self.name = name
        state = Mutex(State(openStreams: openStreams))
    }

    var exit: Int32? { state.withLock { $0.exit } }

    func bytes(of stream: OutputStreamName) -> [UInt8] { state.withLock { $0.bytes[stream, default: []] } }

    /// Under the lock and only before the process is reaped: its number cannot belong to another process yet.
    func signal(_ number: Int32, group: Bool) {
        state.withLock { state in
            guard state.exit == nil else { return }
            _ = Glibc.kill(group ? -pid : pid, number)
        }
    }

    func read(_ stream: OutputStreamName, from descriptor: Int32) {
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = Glibc.read(descriptor, &buffer, buffer.count)
                if count > 0 {
                    change { $0.bytes[stream, default: []].append(contentsOf: buffer[0..<count]) }
                    // One that never stops must not take the memory of the test run with it.
                    if bytes(of: stream).count > Self.limit { signal(SIGKILL, group: true) }
                } else if count == 0 || errno != EINTR {  // a terminal ends with EIO
                    break
                }
            }
            Glibc.close(descriptor)
            change { $0.openStreams -= 1 }
        }
    }

    func awaitExit() {
        Thread.detachNewThread { [self] in
            var information = siginfo_t()
            while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
            change { state in
                var status: Int32 = 0
                while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
                state.exit = status
            }
            Thread.sleep(forTimeInterval: 2)
            change { $0.abandoned = true }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let watchers = state.withLock { state in
            body(&state)
            state.generation += 1
            defer { state.watchers = [] }
            return state.watchers
        }
        for watcher in watchers { watcher.resume() }
    }

    /// Waits until `look` finds something in the state.
    ///
    /// - Parameter evenAfterExit: goes on waiting when the process has ended and closed its output.
    func wait<Found: Sendable>(
        timeout: Duration, for what: String, evenAfterExit: Bool = false, _ look: @Sendable (inout State) -> Found?
    ) async throws -> Found {
        let deadline = ContinuousClock.now + timeout
        let alarm = Task {
            try await Task.sleep(until: deadline)
            change { _ in }
        }
        defer { alarm.cancel() }
        while true {
            let (found, generation, ended) = state.withLock { state in
                (look(&state), state.generation, state.result != nil)
            }
            if let found { return found }
            if ended && !evenAfterExit { throw failure("ended before \(what)") }
            try Task.checkCancellation()
            if ContinuousClock.now >= deadline { throw failure("was waited for \(timeout) for \(what)") }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isStale = state.withLock { state in
                        if state.generation != generation || Task.isCancelled { return true }
                        state.watchers.append(continuation)
                        return false
                    }
                    if isStale { continuation.resume() }
                }
            } onCancel: {
                change { _ in }
            }
        }
    }

    private func failure(_ what: String) -> ProcessFailure {
        let said = [OutputStreamName.stdout, .stderr].map {
            "--- \($0)\n" + String(decoding: bytes(of: $0).suffix(4000), as: UTF8.self)
        }
        return ProcessFailure(description: "\(name) \(what)\n" + said.joined(separator: "\n"))
    }
}

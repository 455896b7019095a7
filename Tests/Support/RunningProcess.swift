import Foundation

/// A process that a test started and talks to. Killed, with all that it started, when the last reference goes.
public final class RunningProcess: Sendable {
    public let pid: pid_t
    private let record: ProcessRecord
    private let input: ProcessInput

    init(_ launch: Launch) throws {
        let started = try launch.start()
        pid = started.pid
        input = ProcessInput(descriptor: started.input)
        record = ProcessRecord(pid: started.pid, name: launch.text, openStreams: started.error < 0 ? 1 : 2)
        record.read(.stdout, from: started.output)
        if started.error >= 0 { record.read(.stderr, from: started.error) }
        record.awaitExit()
    }

    deinit {
        kill()
        input.close()
    }

    /// What it has written so far. With a terminal, both streams are in ``stdout``, lines ending in CR LF.
    public var stdout: String { String(decoding: record.bytes(of: .stdout), as: UTF8.self) }
    public var stderr: String { String(decoding: record.bytes(of: .stderr), as: UTF8.self) }
    public var isRunning: Bool { record.exit == nil }

    /// Sends text to its standard input (or types it, with a terminal). What it no longer reads is dropped.
    public func write(_ text: String) { input.write(Array(text.utf8)) }

    /// Ends its standard input, once all that was written is taken.
    public func closeInput() { input.close() }

    /// Sends a signal to the process alone; nothing happens when it has ended.
    public func signal(_ number: Int32) { record.signal(number, group: false) }
    public func interrupt() { signal(SIGINT) }
    public func terminate() { signal(SIGTERM) }

    /// `kill -9` for the process and everything it started that stayed in its session's process group.
    public func kill() { record.signal(SIGKILL, group: true) }

    /// Waits until standard output has a line that fits, and returns it without its end. Lines are taken once: a second call
    /// looks only at what follows.
    public func line(
        timeout: Duration = .seconds(60), where fits: @escaping @Sendable (String) -> Bool = { _ in true }
    ) async throws -> String {
        try await record.wait(timeout: timeout, for: "a line") { $0.takeLine(where: fits) }
    }

    /// Waits until standard output, or standard error, contains a text.
    public func output(containing text: String, timeout: Duration = .seconds(60)) async throws {
        let wanted = Data(text.utf8)
        try await record.wait(timeout: timeout, for: "\"\(text)\"") { state -> Void? in
            [OutputStreamName.stdout, .stderr]
                .contains { Data(state.bytes[$0, default: []]).range(of: wanted) != nil } ? () : nil
        }
    }

    /// Waits for the end of the process and of its output.
    ///
    /// - Throws: ``ProcessFailure`` with what it wrote when it does not end in time; it is killed first.
    public func wait(timeout: Duration = .seconds(60)) async throws -> Command.Result {
        do {
            return try await record.wait(timeout: timeout, for: "its end", evenAfterExit: true) { $0.result }
        } catch {
            kill()
            throw error
        }
    }
}

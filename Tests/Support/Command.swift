import Foundation

/// A program that tests run as a process, the way a shell or cron would.
///
/// The environment is only what is written here: nothing of the test run's own environment reaches the program.
///
///     let oauthlua = try Command.oauthlua(home: TempFolder())
///     let result = try await oauthlua.run(["run", script.path])
///     #expect(result.status == 0)
public struct Command: Sendable {
    /// An absolute path.
    public var executable: String
    /// The program's whole environment.
    public var environment: [String: String]
    /// Where the program starts; nil for the folder the tests run in.
    public var folder: String?

    public init(_ executable: String, environment: [String: String] = Command.environment, folder: String? = nil) {
        self.executable = executable
        self.environment = environment
        self.folder = folder
    }

    /// A small, predictable environment: a search path and a UTF-8 locale.
    public static let environment = [
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    ]

    /// The test run's own environment, for programs that need what the machine set up: proxies, package indexes.
    public static let inherited = ProcessInfo.processInfo.environment

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - changes: variables added to ``environment``; nil removes one.
    ///   - input: what the program reads from standard input, closed afterwards.
    ///   - timeout: after it, the program and all it started are killed.
    /// - Throws: ``ProcessFailure`` when it cannot be started or does not end in time.
    public func run(
        _ arguments: [String] = [], environment changes: [String: String?] = [:], input: String = "",
        timeout: Duration = .seconds(60)
    ) async throws -> Result {
        let process = try start(arguments, environment: changes)
        process.write(input)
        process.closeInput()
        return try await process.wait(timeout: timeout)
    }

    /// Starts the program and returns at once. It is killed when the last reference to the result goes.
    ///
    /// - Parameter terminal: gives the program a terminal of this size as standard input, output and error.
    public func start(
        _ arguments: [String] = [], environment changes: [String: String?] = [:], terminal: TerminalSize? = nil
    ) throws -> RunningProcess {
        let changed = environment.merging(changes.compactMapValues(\.self)) { _, new in new }
            .filter { name, _ in changes[name] != .some(nil) }
        return try RunningProcess(
            Launch(
                executable: executable, arguments: arguments, environment: changed, folder: folder, terminal: terminal))
    }

    /// How a program ended and what it wrote.
    public struct Result: Sendable {
        /// The exit status; 128 + the signal's number when a signal ended it, as a shell says it.
        public var status: Int32
        /// The signal that ended it.
        public var signal: Int32?
        public var stdoutBytes: [UInt8]
        public var stderrBytes: [UInt8]
        public var stdout: String { String(decoding: stdoutBytes, as: UTF8.self) }
        public var stderr: String { String(decoding: stderrBytes, as: UTF8.self) }

        /// Standard output without the last line's end.
        public var text: String { stdout.trimmingCharacters(in: .newlines) }
    }
}

extension Command.Result: CustomStringConvertible {
    public var description: String {
        "status \(status)\n--- stdout\n\(stdout.prefix(4000))\n--- stderr\n\(stderr.prefix(4000))"
    }
}

/// Columns and rows of the terminal a program is given.
public struct TerminalSize: Sendable {
    public var columns: UInt16
    public var rows: UInt16

    public init(columns: UInt16 = 80, rows: UInt16 = 24) {
        self.columns = columns
        self.rows = rows
    }
}

/// A process that could not be started, or did not do what a test waited for.
public struct ProcessFailure: Error, CustomStringConvertible {
    public var description: String

    public init(description: String) { self.description = description }
}

import Foundation

/// `oauthlua repl` on a pseudo-terminal, driven by what appears on it.
public final class ReplSession: Sendable {
    public let process: RunningProcess
    private let mark = Mark()

    private final class Mark: @unchecked Sendable {  // one test at a time uses it
        var offset = 0
    }

    public init(
        _ program: Command, _ arguments: [String] = [], environment: [String: String?] = [:],
        size: TerminalSize = TerminalSize(columns: 200, rows: 50)
    ) async throws {
        process = try program.start(
            ["repl", "--color", "never"] + arguments,
            environment: ["TERM": "xterm"].merging(environment) { $1 }, terminal: size)
        try await expect("Tab completes")
        try await prompt()
    }

    /// What was written since the last thing that was waited for.
    public var news: String { String(decoding: Array(process.stdout.utf8).dropFirst(mark.offset), as: UTF8.self) }

    /// Waits until this appears, behind what was waited for before.
    /// - Returns: what stands before it.
    @discardableResult
    public func expect(_ text: String, timeout: Duration = .seconds(20)) async throws -> String {
        let end = ContinuousClock.now + timeout
        while true {
            let all = Data(process.stdout.utf8).dropFirst(mark.offset)
            if let found = all.range(of: Data(text.utf8)) {
                mark.offset = found.upperBound
                return String(decoding: all[..<found.lowerBound], as: UTF8.self)
            }
            guard ContinuousClock.now < end, process.isRunning else {
                throw ProcessFailure(description: "'\(text)' did not appear in: \(news)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Waits for the prompt. libedit draws it anew for each line.
    @discardableResult
    public func prompt() async throws -> String { try await expect("> ") }

    public func type(_ keys: String) { process.write(keys) }

    /// Types a line, and waits until the next prompt.
    /// - Returns: what it printed, without what was typed.
    @discardableResult
    public func enter(_ line: String) async throws -> String {
        type(line + "\r")
        let shown = try await expect("\n> ")
        guard let end = shown.range(of: "\r\n") else { return "" }
        return shown[end.upperBound...].trimmingCharacters(in: .newlines).replacing("\r\n", with: "\n")
    }

    /// Ctrl-D at the prompt.
    public func end() async throws -> Command.Result {
        type("\u{4}")
        return try await process.wait()
    }
}

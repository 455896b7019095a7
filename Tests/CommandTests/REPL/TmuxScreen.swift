import Foundation
import TestSupport

/// A program in a tmux of its own: what a person would see on the screen.
final class TmuxScreen: Sendable {
    private let tmux = Command("/usr/bin/tmux")
    private let name = "oauthlua-test-\(UUID().uuidString.prefix(8))"
    private let folder: TempFolder

    init(_ program: Command, _ arguments: [String], columns: Int = 60, rows: Int = 20) async throws {
        folder = try TempFolder("tmux")
        let variables = program.environment.merging(["TERM": "screen"]) { $1 }.map { "\($0.key)=\($0.value)" }.sorted()
        try await run(
            [
                "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "--", "/usr/bin/timeout",
                "120",
            ]
                + ["/usr/bin/env", "-i"] + variables + [program.executable] + arguments)
    }

    /// Ends the server, with all that runs in it.
    func close() async { _ = try? await run(["kill-server"]) }

    @discardableResult
    private func run(_ arguments: [String]) async throws -> String {
        let result = try await tmux.run(["-S", folder.path(of: "socket")] + arguments)
        guard result.status == 0 else { throw ProcessFailure(description: "tmux \(arguments): \(result)") }
        return result.stdout
    }

    /// Keys as tmux names them: `Enter`, `C-c`, `Tab`; texts are typed.
    func send(_ keys: String...) async throws { try await run(["send-keys", "--"] + keys) }
    func type(_ text: String) async throws { try await run(["send-keys", "-l", "--", text]) }

    func resize(columns: Int) async throws { try await run(["resize-window", "-x", "\(columns)"]) }

    /// The lines on the screen, without blanks at their ends and without the empty ones below.
    func lines() async throws -> [String] {
        var lines = try await run(["capture-pane", "-p"]).split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                var text = String(line)
                while text.last == " " { text.removeLast() }
                return text
            }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// Waits until the screen is as wanted.
    @discardableResult
    func wait(for what: String, _ fits: ([String]) -> Bool) async throws -> [String] {
        var seen: [String] = []
        for _ in 0..<200 {
            seen = try await lines()
            if fits(seen) { return seen }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw ProcessFailure(description: "the screen does not show \(what):\n\(seen.joined(separator: "\n"))")
    }
}

import Foundation
import TestSupport
import Testing

/// The progress line of the real program on a real terminal, and what is left of it on the screen: nothing.
@Suite struct ProgressRunTests {
    /// What a terminal shows after all of this: lines, `\r`, and ECMA-48 EL to the end of the line.
    private func screen(_ text: String) -> [String] {
        var lines = [[Character]]()
        var line: [Character] = []
        var column = 0
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\n":
                lines.append(line)
                (line, column) = ([], 0)
            case "\r": column = 0
            case "\u{1B}" where rest.starts(with: "[K".unicodeScalars):
                rest = rest.dropFirst(2)
                line.removeSubrange(min(column, line.count)...)
            default:
                if column < line.count { line[column] = Character(scalar) } else { line.append(Character(scalar)) }
                column += 1
            }
        }
        return (lines + [line]).map { String($0) }
    }

    private static let size = TerminalSize(columns: 120, rows: 30)

    @Test func aLongRunShowsItself() async throws {
        let sync = try await SyncWorld()
        let process = try sync.start(["-o", "out.json"], ["ms=250", "count=600"])
        let onTerminal = try sync.demo.program.start(
            sync.arguments(["-o", "terminal.json"], ["ms=250", "count=600"]), terminal: Self.size)
        try await onTerminal.output(containing: "events: ")
        let result = try await onTerminal.wait()
        #expect(result.status == 0, "\(result)")
        // Pages, rows, bytes and the rate, as it goes on.
        #expect(result.stdout.contains(/events: [0-9]+ pages, [0-9]+ rows, [0-9.]+ kB, [0-9.]+ [kM]?B\/s/), "\(result)")
        #expect(screen(result.stdout) == [""], "\(result)")
        let piped = try await process.wait()
        #expect(piped.stdout.isEmpty && piped.stderr.isEmpty, "\(piped)")
    }

    /// What is printed stands on a screen that the line has left.
    @Test(arguments: ["table", "json", "ndjson", "markdown"]) func theOutputIsAlone(format: String) async throws {
        let sync = try await SyncWorld()
        let params = ["ms=200", "count=300"]
        let process = try sync.demo.program.start(
            sync.arguments(["--color", "never", "--output", format], params), terminal: Self.size)
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
        // The rows of JSON are their own progress: between two pages the cursor stands behind the last row.
        #expect(result.stdout.contains(/events: [0-9]+ pages/) == (format != "json"), "\(result)")
        let plain = try await sync.demo.program.run(
            sync.arguments(["--output", format], ["count=300"]))
        #expect(screen(result.stdout) == plain.stdout.components(separatedBy: "\n"), "\(result)")
    }

    @Test func quietMeansQuiet() async throws {
        let sync = try await SyncWorld()
        let process = try sync.demo.program.start(
            sync.arguments(["--quiet", "-o", "out.json"], ["ms=250", "count=300"]), terminal: Self.size)
        let result = try await process.wait()
        #expect(result.status == 0 && result.stdout.isEmpty, "\(result)")
    }

    /// A message comes on a line of its own.
    @Test func afterAnError() async throws {
        let sync = try await SyncWorld()
        let process = try sync.demo.program.start(
            sync.arguments(["-o", "out.json"], ["ms=900", "count=300", "fault=refuse"]), terminal: Self.size)
        let result = try await process.wait()
        #expect(result.status == 77, "\(result)")
        #expect(result.stdout.contains(/events: 1 page/), "\(result)")
        let lines = screen(result.stdout)
        #expect(lines.first?.contains("error:") == true, "\(lines)")
        #expect(!lines.contains { $0.contains("events: 1 page") }, "\(lines)")
    }

    /// Why, and for how long, counted down. The limit's windows begin with the clock: the second request waits for what is left
    /// of one, and the third for a whole one.
    @Test(arguments: [
        (path: "/api/flaky?fail=1&status=503&retry_after=3", longest: 3),
        (path: "/api/limited?limit=1&window=6", longest: 6),
    ])
    func waitingIsShown(path: String, longest: Int) async throws {
        let world = try await DemoWorld()
        let script = try world.home.write(
            "for _ = 1, 3 do http.get('\(world.url)\(path)'):expect() end", to: "wait.lua")
        let result = try await world.program.start(["run", script], terminal: Self.size).wait()
        #expect(result.status == 0, "\(result)")
        let seconds = result.stdout.matches(of: /waiting ([0-9]+) s for a rate limit of 127.0.0.1/)
            .compactMap { Int($0.1) }
        #expect(seconds.allSatisfy { (1...longest).contains($0) }, "\(result)")
        #expect(zip(seconds, seconds.dropFirst()).contains { $0 > $1 }, "\(result)")
        #expect(screen(result.stdout) == [""], "\(result)")
    }
}

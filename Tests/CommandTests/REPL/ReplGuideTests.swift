import Foundation
import TestSupport
import Testing

/// The sessions that docs/guide/repl.md shows, typed and compared. `…` stands for what a reader need not see.
@Suite struct ReplGuideTests {
    private struct Step {
        var typed: [String]
        var shown: [String]
    }

    /// The blocks marked `repl`: lines after a prompt are typed, the others are what appears.
    private static func steps(in page: String) -> [Step] {
        var steps: [Step] = []
        var isSession = false
        for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                isSession = line == "```repl"
            } else if isSession {
                if line.hasPrefix("> ") {
                    steps.append(Step(typed: [String(line.dropFirst(2))], shown: []))
                } else if line.hasPrefix(">> ") {
                    steps[steps.count - 1].typed.append(String(line.dropFirst(3)))
                } else {
                    steps[steps.count - 1].shown.append(line)
                }
            }
        }
        return steps
    }

    @Test func theSessionsAreAsShown() async throws {
        let world = try await DemoWorld()
        let port = try #require(world.url.split(separator: ":").last)
        let page = try String(contentsOfFile: Repository.path("docs/guide/repl.md"), encoding: .utf8)
            .replacing("8765", with: String(port))
        let script = try #require(page.firstRange(of: "```lua\n").map { page[$0.upperBound...] })
        let end = try #require(script.firstRange(of: "\n```"))
        try world.home.write(String(script[..<end.lowerBound]), to: "demo.lua")

        let repl = try await ReplSession(
            world.program, ["demo.lua"], size: TerminalSize(columns: 104, rows: 50))
        let steps = Self.steps(in: page)
        #expect(steps.count >= 12)
        for step in steps {
            for line in step.typed.dropLast() {
                repl.type(line + "\r")
                try await repl.expect("\n>> ")
            }
            let asks = step.shown.contains { $0.contains("[Y/n]") }
            var shown = ""
            if asks {
                repl.type(step.typed[0] + "\r")
                shown = try await repl.expect("[Y/n] ") + "[Y/n] "
                repl.type("y\r")
                shown += try await repl.expect("\n> ")
                shown = String(shown.drop { !$0.isNewline }.dropFirst())
            } else {
                shown = try await repl.enter(step.typed.last ?? "")
            }
            let lines = shown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
            #expect(Self.are(lines.filter { !$0.isEmpty }, as: step.shown), "\(step.typed)\n\(shown)")
        }
        #expect(try await repl.end().status == 0)
        let result = try await world.program.run(["run", "calendars.lua"])
        let saved = try world.home.read("calendars.lua")
        #expect(result.status == 0 && result.stdout.contains("Team Größenwahn"), "\(result)\n\(saved)")
    }

    private static func are(_ lines: [String], as shown: [String]) -> Bool {
        var rest = lines[...]
        var isOpen = false
        for line in shown {
            if line == "…" {
                isOpen = true
                continue
            }
            guard let index = isOpen ? rest.firstIndex(of: line) : rest.first == line ? rest.startIndex : nil else {
                return false
            }
            rest = rest[(index + 1)...]
            isOpen = false
        }
        return isOpen || rest.isEmpty
    }
}

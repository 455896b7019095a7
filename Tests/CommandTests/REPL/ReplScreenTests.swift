import TestSupport
import Testing

/// What a person sees, by tmux.
@Suite struct ReplScreenTests {
    private func screen(_ body: (TmuxScreen) async throws -> Void) async throws {
        let screen = try await TmuxScreen(Command.oauthlua(home: TempFolder("repl")), ["repl", "--color", "never"])
        do {
            try await screen.wait(for: "a prompt") { $0.last == ">" }
            try await body(screen)
        } catch {
            await screen.close()
            throw error
        }
        await screen.close()
    }

    @Test func whatTasksPrintDoesNotDisturbTheLineThatIsEdited() async throws {
        try await screen { screen in
            try await screen.type("t = task.spawn(function() for i = 1, 3 do task.sleep(0.5) print('tick', i) end end)")
            try await screen.send("Enter")
            try await screen.wait(for: "the next prompt") { $0.last == ">" }
            // Longer than the screen is wide, with characters of two columns.
            let line = "local text = '日本語 is edited while a task prints above it, on and on'"
            try await screen.type(line)
            let lines = try await screen.wait(for: "three ticks above the line") { lines in
                lines.filter { $0.hasPrefix("tick") }.count == 3
                    && lines.suffix(2).joined() == "> " + line
            }
            #expect(lines.filter { $0.contains("edited while") }.count == 1, "drawn once: \(lines)")
            try await screen.send("Enter")
            try await screen.type("#text")
            try await screen.send("Enter")
            try await screen.wait(for: "the line's value") { $0.contains { $0.hasPrefix("_1 = ") } }
        }
    }

    @Test func choicesStandAboveTheLine() async throws {
        try await screen { screen in
            try await screen.type("json.")
            try await screen.send("Tab")
            let lines = try await screen.wait(for: "the choices") { $0.last == "> json." && $0.count > 2 }
            #expect(lines.dropLast().last?.split(separator: " ") == ["array", "decode", "encode", "null"])
        }
    }

    @Test func editingAndRecalling() async throws {
        try await screen { screen in
            try await screen.type("1 + 1")
            try await screen.send("Enter")
            // What is typed before the prompt is there, the terminal itself takes in and echoes.
            try await screen.wait(for: "the first sum") { $0.contains("_1 = 2") && $0.last == ">" }
            try await screen.send("Up")
            try await screen.send("BSpace")
            try await screen.type("41")
            try await screen.send("Enter")
            let lines = try await screen.wait(for: "the sum") { $0.contains("_2 = 42") }
            #expect(lines.contains("> 1 + 41"), "\(lines)")
            try await screen.wait(for: "the prompt") { $0.last == ">" }
            try await screen.send("C-r")
            try await screen.type("1 + 1")
            try await screen.send("Enter")
            try await screen.send("Enter")
            try await screen.wait(for: "the line that was looked for") { $0.contains("_3 = 2") }
        }
    }

    @Test func anotherSize() async throws {
        try await screen { screen in
            let line = "text = 'a line that takes some room, and goes on for a while'"
            try await screen.type(line)
            try await screen.resize(columns: 40)
            try await screen.type(" .. '!'")
            try await screen.send("Enter")
            try await screen.type("#text")
            try await screen.send("Enter")
            try await screen.wait(for: "the length") { $0.contains("_1 = 53") }
        }
    }
}

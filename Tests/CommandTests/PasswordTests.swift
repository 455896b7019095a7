import TestSupport
import Testing

/// A password that the definition leaves out.
@Suite struct PasswordTests {
    private func script(_ world: DemoWorld) throws -> String {
        try world.script("return demo:get('/api/echo').status", more: #"grant = "password", username = "demo""#)
    }

    @Test func isAskedForWithoutShowingIt() async throws {
        let world = try await DemoWorld()
        let path = try script(world)
        let process = try world.program.start(["authorize", path], terminal: TerminalSize(columns: 200, rows: 30))
        try await process.output(containing: "Password for 'demo': ")
        // Typed wrong, corrected with Ctrl-U and the backspace key.
        process.write("oops\u{15}demoo\u{7F}\r")
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
        #expect(!result.stdout.contains("oops") && !result.stdout.contains("demoo"), "\(result)")
        #expect(try await world.program.run(["run", path]).text == "200")
    }

    /// A terminal that edits lines itself takes 4095 bytes of one, and says nothing of the rest.
    @Test func aLongLineIsNotCut() async throws {
        let world = try await DemoWorld()
        let process = try world.program.start(
            ["authorize", try script(world)], terminal: TerminalSize(columns: 200, rows: 30))
        try await process.output(containing: "Password for 'demo': ")
        let many = 10_000
        process.write("demo" + String(repeating: "x", count: many) + String(repeating: "\u{7F}", count: many) + "\r")
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
    }

    @Test func whatIsTooLongIsRefused() async throws {
        let world = try await DemoWorld()
        let long = String(repeating: "x", count: 70_000) + "\n"
        let process = try world.program.start(
            ["secret", "set", "NAME"], terminal: TerminalSize(columns: 200, rows: 30))
        try await process.output(containing: "Value of NAME: ")
        process.write(long)
        for result in [
            try await process.wait(), try await world.program.run(["secret", "set", "NAME"], input: long),
            try await world.program.run(["authorize", try script(world)], input: long),
        ] {
            #expect(result.status == 78, "\(result)")
            #expect((result.stdout + result.stderr).contains("longer than 64 KB"), "\(result)")
        }
        #expect(try await world.program.run(["secret", "list", "--output", "csv"]).stdout == "name\r\n")
    }

    @Test func aWrongOneIsAskedForAgain() async throws {
        let world = try await DemoWorld()
        let process = try world.program.start(
            ["authorize", try script(world)], terminal: TerminalSize(columns: 200, rows: 30))
        try await process.output(containing: "Password for 'demo': ")
        process.write("wrong\n")
        // The second question follows what the provider said.
        try await process.output(containing: "is wrong)\r\nPassword for 'demo': ")
        process.write("demo\n")
        #expect(try await process.wait().status == 0)
    }

    @Test func aRunOnATerminalAsks() async throws {
        let world = try await DemoWorld()
        let process = try world.program.start(
            ["run", try script(world)], terminal: TerminalSize(columns: 200, rows: 30))
        try await process.output(containing: "[Y/n]")
        process.write("\n")
        try await process.output(containing: "Password for 'demo': ")
        process.write("demo\n")
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
    }

    @Test func controlCAtThePromptEndsIt() async throws {
        let world = try await DemoWorld()
        let process = try world.program.start(
            ["authorize", try script(world)], terminal: TerminalSize(columns: 200, rows: 30))
        try await process.output(containing: "Password for 'demo': ")
        process.write("\u{3}")
        #expect(try await process.wait().status == 130)
    }

    @Test func canBePipedIn() async throws {
        let world = try await DemoWorld()
        let path = try script(world)
        #expect(try await world.program.run(["authorize", path], input: "demo\n").status == 0)
        #expect(try await world.program.run(["run", path]).text == "200")
    }

    @Test func inCronTheCommandIsNamed() async throws {
        let world = try await DemoWorld()
        let path = try script(world)
        for command in ["run", "authorize"] {
            let result = try await world.program.run([command, path])
            #expect(result.status == 77, "\(result)")
            #expect(result.stderr.contains("oauthlua authorize \(path)#demo"), "\(result)")
        }
        #expect(try await world.stats()["token_requests"] == 0)
    }
}

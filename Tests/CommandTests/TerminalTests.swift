import TestSupport
import Testing

/// On a pseudo-terminal: questions, tables, widths.
@Suite struct TerminalTests {
    @Test func runOffersToSignIn() async throws {
        let world = try await DemoWorld()
        let path = try world.script(
            "return demo:get('/calendar/v3/calendars/primary/events', { query = { maxResults = 2 } }):json().items[1].id"
        )
        let process = try world.program.start(["run", path], terminal: TerminalSize(columns: 100, rows: 30))
        try await process.output(containing: "[Y/n]")
        process.write("y\n")
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
        #expect(try await world.program.run(["status"]).stdout.contains("authorized"))
    }

    @Test func withoutABrowserTheAddressCanBePasted() async throws {
        let world = try await DemoWorld()
        let path = try world.script("return demo:get('/api/echo').status")
        let process = try world.program.start(
            ["run", path], environment: ["BROWSER": nil], terminal: TerminalSize(columns: 1000, rows: 30))
        try await process.output(containing: "[Y/n]")
        process.write("\n")
        try await process.output(containing: "Paste")
        let url = try #require(process.stdout.split { $0.isWhitespace }.first { $0.contains("/oauth/authorize?") })
        let landed = try await Command("/usr/bin/curl").run(
            ["-s", "-o", "/dev/null", "-w", "%{redirect_url}", String(url)])
        process.write(landed.text + "\n")
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
    }

    @Test func sayingNoIs77() async throws {
        let world = try await DemoWorld()
        let path = try world.script("return demo:get('/api/echo').status")
        let process = try world.program.start(["run", path], terminal: TerminalSize())
        try await process.output(containing: "[Y/n]")
        process.write("n\n")
        #expect(try await process.wait().status == 77)
    }

    @Test(arguments: [40, 80, 132])
    func tablesFit(columns: UInt16) async throws {
        let home = try TempFolder("table")
        let path = try home.write(
            """
            return {
              { title = "Frühstück mit 山田さん und 👨‍👩‍👧‍👦", where = ("x"):rep(100), start = "2026-01-01" },
              { title = "Zahnarzt", where = "Köln", start = "2026-01-02" },
            }
            """, to: "table.lua")
        let process = try Command.oauthlua(home: home).start(
            ["run", "--color", "never", path], terminal: TerminalSize(columns: columns, rows: 30))
        let result = try await process.wait()
        #expect(result.status == 0)
        let lines = result.stdout.split(separator: "\r\n")
        #expect(lines.count == 4, "\(result)")
        #expect(result.stdout.contains("…"))
        for line in lines { #expect(line.unicodeScalars.count <= Int(columns) + 8, "\(line)") }
    }
}

import Foundation
import TestSupport
import Testing

/// Signing in on another device, which the demo provider's operator plays.
@Suite struct DeviceTests {
    private static let fields = #"grant = "device_code", device_authorization_url = URL .. "/oauth/device""#

    private func script(_ world: DemoWorld, _ fields: String = fields) throws -> String {
        try world.script(
            "return demo:get('/api/echo').status", more: fields.replacing("URL ..", with: "\"\(world.url)\" .."))
    }

    /// Starts `authorize` and waits until it shows a code.
    private func begin(
        _ world: DemoWorld, _ path: String, _ arguments: [String] = [], environment: [String: String?] = [:],
        terminal: TerminalSize? = nil
    ) async throws -> RunningProcess {
        let process = try world.program.start(
            ["authorize"] + arguments + [path], environment: environment, terminal: terminal)
        try await process.output(containing: "which holds the code already")
        return process
    }

    /// The provider answers 429 for `slow_down`, as some do: five seconds more.
    @Test func waitsAsLongAsItTakes() async throws {
        let world = try await DemoWorld(["--set", "device_interval=1", "--set", "slow_down_by_429=1"])
        let path = try script(world)
        let process = try await begin(world, path, ["--verbose"])
        try await world.tell("device?slow_down=1")
        try await world.tell("device?decision=approve")
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
        #expect(result.stderr.contains("'demo' is signed in"), "\(result)")
        #expect(result.stderr.contains("HTTP/1.1 429"), "\(result)")
        #expect(try await world.program.run(["run", path]).text == "200")
        try await world.tell("expire")
        #expect(try await world.program.run(["run", path]).status == 0, "it has a refresh token")
    }

    @Test(arguments: [("deny", "was denied"), ("expire", "ran out")])
    func endsWithoutAToken(decision: String, words: String) async throws {
        let world = try await DemoWorld(["--set", "device_interval=1"])
        let path = try script(world)
        let process = try await begin(world, path)
        try await world.tell("device?decision=\(decision)")
        let result = try await process.wait()
        #expect(result.status == 77, "\(result)")
        #expect(result.stderr.contains(words), "\(result)")
        #expect(try await world.program.run(["status", path]).stdout.contains("\"none\""))
    }

    @Test func theTimeoutEndsIt() async throws {
        let world = try await DemoWorld()
        let result = try await world.program.run(["authorize", "--timeout", "1", try script(world)])
        #expect(result.status == 77, "\(result)")
        #expect(result.stderr.contains("nobody signed in to 'demo' within 1 seconds"), "\(result)")
    }

    @Test func controlCEndsIt() async throws {
        let world = try await DemoWorld()
        let process = try await begin(world, try script(world))
        process.interrupt()
        #expect(try await process.wait().status == 130)
    }

    @Test func aFlagTurnsAnyConnectionToADevice() async throws {
        let world = try await DemoWorld(["--set", "device_interval=1"])
        let path = try script(world, #"device_authorization_url = URL .. "/oauth/device""#)
        let process = try await begin(world, path, ["--device"])
        try await world.tell("device?decision=approve")
        #expect(try await process.wait().status == 0)
        let without = try await world.program.run([
            "authorize", "--device", try world.script("return 1", named: "b.lua"),
        ])
        #expect(without.status == 78, "\(without)")
        #expect(without.stderr.contains("device_authorization_url"), "\(without)")
    }

    /// A QR code where a terminal can show one, and nothing in its place where it cannot.
    @Test(
        arguments: [
            ("C.UTF-8", 80, true), ("C.UTF-8", 30, false), ("C", 80, false), (nil, 80, false),
        ] as [(String?, UInt16, Bool)])
    func showsAQRCode(locale: String?, columns: UInt16, isShown: Bool) async throws {
        let world = try await DemoWorld(["--set", "device_interval=1"])
        let process = try await begin(
            world, try script(world), environment: ["LC_ALL": locale, "LANG": nil, "LC_CTYPE": nil],
            terminal: TerminalSize(columns: columns, rows: 50))
        try await world.tell("device?decision=approve")
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
        #expect(result.stdout.contains("█▀▀▀▀▀█") == isShown, "\(result)")
    }
}

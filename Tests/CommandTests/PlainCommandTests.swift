import TestSupport
import Testing

/// Command lines without a flag are read without ArgumentParser. With a flag that changes nothing they are read by it:
/// both must lead to the same.
@Suite struct PlainCommandTests {
    private static let flag = ["--log-level", "info"]

    @Test(arguments: [
        [], ["a", "b"], ["--help"], ["-h"], ["--version"], ["--", "a"], ["a", "--", "b"], ["--log-level", "none"],
        ["--log-level=none"], ["-v"], ["-o", "file"], ["help"], ["-"], [""], ["a b", "ü", "--x="],
    ])
    func runPassesItsArgumentsOn(arguments: [String]) async throws {
        let home = try TempFolder("plain")
        let program = try Command.oauthlua(home: home)
        let script = try home.write("return { n = #arg, all = json.array(arg), params = params }", to: "script.lua")
        let plain = try await program.run(["run", script] + arguments)
        let parsed = try await program.run(["run"] + Self.flag + [script] + arguments)
        #expect(plain.status == 0 && plain.stdout.contains("\"n\":\(arguments.count)"), "\(plain)")
        #expect(plain.stdout == parsed.stdout && plain.stderr == parsed.stderr && parsed.status == 0, "\(parsed)")
    }

    @Test func theScriptIsArgumentZero() async throws {
        let home = try TempFolder("plain")
        let program = try Command.oauthlua(home: home)
        try home.write("return { arg[0], #arg, arg }", to: "folder/script.lua")
        for flags in [[], Self.flag] {
            let result = try await program.run(["run"] + flags + ["folder/script.lua", "a"])
            #expect(result.stdout == "[\n\"folder/script.lua\",\n1,\n[\"a\"]\n]\n", "\(result)")
        }
        #expect(try await program.run(["run", "-"], input: "return arg[0]").text == "\"-\"")
    }

    @Test(arguments: [
        (["stauts"], "oauthlua status"), (["athorize", "script.lua"], "oauthlua authorize"),
        (["secret", "lst"], "oauthlua secret list"), (["state", "shwo", "script.lua"], "oauthlua state show"),
        (["script.lua", "--full"], "oauthlua run script.lua"), (["xyz"], "oauthlua --help"),
    ])
    func aMistypedCommand(words: [String], nearest: String) async throws {
        let result = try await Command.oauthlua(home: TempFolder("plain")).run(words)
        #expect(result.status == 64 && result.stdout.isEmpty, "\(result)")
        #expect(result.stderr.contains("there is no command") && result.stderr.contains(nearest), "\(result)")
    }

    @Test(arguments: [["--help"], ["help"], ["help", "run"], ["--version"], ["run", "--help"], ["state", "--help"]])
    func whatIsNoMistake(words: [String]) async throws {
        let result = try await Command.oauthlua(home: TempFolder("plain")).run(words)
        #expect(result.status == 0 && result.stderr.isEmpty, "\(result)")
    }

    @Test(arguments: [
        ["run"], ["run", ""], ["run", "--help"], ["run", "-x"], ["run", "missing.lua"], ["run", "-"], ["get"],
        ["get", "script.lua"], ["get", "--help"], ["get", "script.lua", "-v"], ["get", "", "/a"],
        ["get", "script.lua", ""], ["get", "script.lua", "/a", "b"], ["get", "script.lua", "--help"],
        ["get", "missing.lua", "/a"], ["get", "script.lua#b", "/a"], ["get", "unknown", "/a"],
        ["run", "script.lua", "---"], ["run", "script.lua", "--generate-completion-script", "bash"],
    ])
    func mistakesAreTheSame(words: [String]) async throws {
        let home = try TempFolder("plain")
        let program = try Command.oauthlua(home: home)
        _ = try home.write(
            "oauth.connection { name = 'a', token_url = 'https://x.example/t', client_id = 'c' }", to: "script.lua")
        let plain = try await program.run(words)
        let parsed = try await program.run([words[0]] + Self.flag + words.dropFirst())
        #expect(plain.status == parsed.status, "\(plain) \(parsed)")
        #expect(plain.stdout == parsed.stdout && plain.stderr == parsed.stderr, "\(plain) \(parsed)")
    }

    @Test func getSendsTheSameRequest() async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn("")
        let plain = try await world.program.run(["get", script, "/api/echo"])
        let parsed = try await world.program.run(["get"] + Self.flag + [script, "/api/echo"])
        #expect(plain.status == 0 && plain.stdout.contains("GET"), "\(plain)")
        #expect(plain.stdout == parsed.stdout && plain.stderr == parsed.stderr && parsed.status == 0, "\(parsed)")
    }
}

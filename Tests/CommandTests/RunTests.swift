import TestSupport
import Testing

/// `oauthlua run` as a shell runs it, without any provider.
@Suite struct RunTests {
    let home: TempFolder
    let program: Command

    init() throws {
        home = try TempFolder("run")
        program = try Command.oauthlua(home: home)
    }

    func run(_ source: String, flags: [String] = [], arguments: [String] = []) async throws -> Command.Result {
        try await program.run(["run"] + flags + [try home.write(source, to: "script.lua")] + arguments)
    }

    @Test(arguments: [
        ("print 'hello'", "hello\n"),
        ("return 42", "42\n"),
        ("return 'text'", "\"text\"\n"),
        ("return { { b = 1, a = 'x' }, { a = json.null } }", "[\n{\"a\":\"x\",\"b\":1},\n{\"a\":null}\n]\n"),
        ("return {}", "[]\n"),
        ("return json.array {}", "[]\n"),
        ("return nil", ""),
        ("", ""),
        ("return 1.0, 9007199254740993", "[\n1.0,\n9007199254740993\n]\n"),
        ("return arg[1] .. #arg", "\"--flag2\"\n"),
        (
            "return hash.hmac_sha256('key', 'The quick brown fox jumps over the lazy dog')",
            "\"f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8\"\n"
        ),
        ("return base64.encode_url('\\xfb\\xff') .. base64.decode 'aGk='", "\"-_8hi\"\n"),
        (
            "return url.encode 'a b/ü~' .. ' ' .. url.query { q = { 1, 2 }, a = true }",
            "\"a%20b%2F%C3%BC~ a=true&q=1&q=2\"\n"
        ),
        (
            "return { time.parse '2026-03-01T10:30:00+01:00', time.iso(0) }",
            "[\n1772357400,\n\"1970-01-01T00:00:00Z\"\n]\n"
        ),
    ])
    func whatAScriptReturnsIsPrinted(source: String, output: String) async throws {
        let result = try await run(source, arguments: ["--flag", "two"])
        #expect(result.status == 0, "\(result)")
        #expect(result.stdout == output)
        #expect(result.stderr == "")
    }

    @Test(arguments: [
        ("if x the", Int32(1), ["script.lua:1", "then"]),
        ("local t = nil\nreturn t.x", 1, ["script.lua:2", "index a nil value"]),
        ("error { kind = 'mine' }", 1, ["script.lua:1"]),
        ("error 'plain'", 1, ["script.lua:1", "error: plain"]),
        (
            "oauth.connection { name = 'a', tokn_url = 'https://x.example' }", 78,
            ["script.lua:1", "tokn_url", "token_url"]
        ),
        (
            "oauth.connection { name = 'a', token_url = 'http://x.example/t', client_id = 'c' }", 78,
            ["https", "allow_http"]
        ),
        (
            "local c = oauth.connection { name = 'a', authorization_url = 'https://x.example/a', token_url = 'https://x.example/t', client_id = secret 'NOT_SET', base_url = 'https://x.example' }\nc:get '/'",
            78, ["script.lua:2", "NOT_SET", "a"]
        ),
        ("return oauth.connection 'nowhere'", 78, ["nowhere", "connections.lua"]),
        ("resource 'r' { url = 'https://x.example', colums = {} }", 78, ["colums", "columns"]),
        ("http.get('https://x.example/', { hedaers = {} })", 78, ["hedaers", "headers"]),
        ("http.get 'http://127.0.0.1:1/'", 69, ["script.lua:1", "127.0.0.1"]),
        ("http.get 'http://no-such-host.invalid/'", 69, ["no-such-host.invalid"]),
        ("http.get 'ftp://x.example/'", 78, ["ftp"]),
        ("json.decode '[1, 2,, 3]'", 65, ["script.lua:1", "byte"]),
        ("return string.rep('x', 1 << 30)", 1, ["memory"]),
        ("os.exit(7)", 7, []),
        ("os.exit(true)", 0, []),
        ("return io.open('/proc/self/environ')", 0, []),
        ("assert(io.open('/proc/self/environ'))", 1, ["/proc"]),
        ("return os.execute", 0, []),
        ("require 'missing'", 1, ["missing", "missing.lua"]),
        ("return '\\xff'", 65, ["UTF-8"]),
    ])
    func everyFailureSaysWhatAndEndsWithItsCode(source: String, status: Int32, words: [String]) async throws {
        let result = try await run(source)
        #expect(result.status == status, "\(result)")
        for word in words { #expect(result.stderr.contains(word), "\(result)") }
        #expect(!result.stderr.contains("bug in oauthlua"))
    }

    @Test func aMissingScriptIs66() async throws {
        let result = try await program.run(["run", "nowhere.lua"])
        #expect(result.status == 66)
        #expect(result.stderr.contains("nowhere.lua"))
    }

    @Test(arguments: [
        ["run"], ["run", "--bogus", "x.lua"], ["nonsense"], ["run", "--max-time", "-1", "x.lua"], ["authorize"],
    ])
    func wrongUsageIs64(arguments: [String]) async throws {
        let result = try await program.run(arguments)
        #expect(result.status == 64, "\(result)")
        #expect(result.stdout == "")
    }

    @Test(arguments: [("bash", "complete"), ("zsh", "#compdef oauthlua"), ("fish", "complete -c 'oauthlua'")])
    func completions(shell: String, text: String) async throws {
        let result = try await program.run(["completions", shell])
        #expect(result.status == 0)
        #expect(result.stdout.contains(text), "\(result)")
    }

    @Test func helpAndVersion() async throws {
        #expect(try await program.run(["--version"]).stdout.hasPrefix("oauthlua "))
        let help = try await program.run(["--help"]).stdout
        for command in [
            "run", "authorize", "status", "refresh", "logout", "token", "get", "secret", "state", "demo", "completions",
        ] {
            #expect(help.contains("\n  \(command) "), "\(command)")
            let own = try await program.run([command, "--help"])
            #expect(own.status == 0 && own.stdout.contains("USAGE: oauthlua \(command)"), "\(own)")
        }
    }

    @Test func errorsAsJSON() async throws {
        let result = try await run("log.warn 'careful' error 'broken'", flags: ["--log-format", "json"])
        let lines = result.stderr.split(separator: "\n")
        #expect(lines.count == 2, "\(result)")
        #expect(lines[0].contains("\"level\":\"warning\"") && lines[0].contains("careful"), "\(result)")
        #expect(lines[1].contains("\"message\":\"broken\"") && lines[1].contains("\"line\":1"), "\(result)")
    }

    @Test func theScriptMayComeFromStdin() async throws {
        let result = try await program.run(["run", "-"], input: "return 'from stdin'")
        #expect(result.stdout == "\"from stdin\"\n")
    }

    @Test func paramsAndAllowedEnvironment() async throws {
        let path = try home.write(
            "return { params.a, env.SHOWN, env.HIDDEN == nil, os.getenv 'HIDDEN' == nil, env.HOME ~= nil }",
            to: "env.lua")
        let result = try await program.run(
            ["run", "--param", "a=1=2", "--allow-env", "SHOWN,OTHER", path],
            environment: ["SHOWN": "yes", "HIDDEN": "secret"])
        #expect(result.stdout == "[\n\"1=2\",\n\"yes\",\ntrue,\ntrue,\ntrue\n]\n", "\(result)")
    }

    @Test func modulesAreFoundBesideTheScript() async throws {
        try home.write("return { twice = function(x) return 2 * x end }", to: "lib/double.lua")
        let path = try home.write("return require 'lib.double'.twice(21)", to: "main.lua")
        let result = try await Command(program.executable, environment: program.environment, folder: "/").run([
            "run", path,
        ])
        #expect(result.stdout == "42\n", "\(result)")
    }

    @Test(arguments: [
        "while true do end", "task.sleep(600)", "while true do pcall(function() while true do end end) end",
        "return (('a'):rep(200)):find(('.-'):rep(60) .. 'b')",
    ])
    func maxTimeEndsARun(source: String) async throws {
        let result = try await run(source, flags: ["--max-time", "0.3"])
        #expect(result.status == 124, "\(result)")
        #expect(result.stderr.contains("--max-time"), "\(result)")
    }

    @Test(arguments: [
        "print 'ready' while true do end", "print 'ready' task.sleep(600)",
        "print 'ready' coroutine.wrap(function() while true do end end)()",
        "print 'ready' return (('a'):rep(200)):find(('.-'):rep(60) .. 'b')",
    ])
    func ctrlCEndsARun(source: String) async throws {
        let process = try program.start(["run", try home.write("io.stdout:setvbuf 'no' " + source, to: "busy.lua")])
        try await process.output(containing: "ready")
        process.interrupt()
        let result = try await process.wait()
        #expect(result.status == 130, "\(result)")
        #expect(result.stderr.contains("interrupted"), "\(result)")
    }

    /// The first waits for a refresh whose answer must not be lost; the second does not.
    @Test func aSecondCtrlCEndsTheProcess() async throws {
        let world = try await DemoWorld(["--latency", "1000", "--token-lifetime", "0"])
        let path = try world.script(
            "print 'ready' demo:get('/api/echo')", more: "refresh_token = 'given', grant = 'refresh_token',")
        let process = try world.program.start(["run", "--verbose", path])
        try await process.output(containing: "> POST /oauth/token")
        process.interrupt()
        try await process.output(containing: "interrupted")
        process.interrupt()
        #expect(try await process.wait().status == 130)
    }

    @Test func maxMemoryIsALimitForLua() async throws {
        let result = try await run(
            "local t = {} for i = 1, 1e9 do t[i] = { i } end", flags: ["--max-memory", "16"])
        #expect(result.status == 1)
        #expect(result.stderr.contains("--max-memory"), "\(result)")
    }

    @Test(arguments: [("csv", "a,b\r\n1,x\r\n"), ("ndjson", "{\"a\":1,\"b\":\"x\"}\n"), ("none", "")])
    func otherFormats(format: String, output: String) async throws {
        let result = try await run("return { { b = 'x', a = 1 } }", flags: ["--output", format])
        #expect(result.stdout == output, "\(result)")
    }

    @Test func anOutputFileIsReplacedOnlyOnSuccess() async throws {
        try home.write("old", to: "out.json")
        let failed = try await run("error 'no'", flags: ["-o", "out.json"])
        #expect(failed.status == 1)
        #expect(try home.read("out.json") == "old")
        let done = try await run("return { 1 }", flags: ["-o", "out.json"])
        #expect(done.stdout == "")
        #expect(try home.read("out.json") == "[\n1\n]\n")
        #expect(home.contents.filter { $0.contains("part") }.isEmpty)
    }

    @Test func aHelloScriptOpensNothing() async throws {
        _ = try await run("print 'hello'")
        #expect(!home.contains("home"))
    }
}

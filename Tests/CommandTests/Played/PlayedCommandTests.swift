import TestSupport
import Testing

/// What is wrong with `--connect-to` and `demo --serve --as`, before anything is connected.
@Suite struct PlayedCommandTests {
    let home: TempFolder
    let program: Command

    init() throws {
        home = try TempFolder("played")
        program = try Command.oauthlua(home: home)
    }

    @Test(arguments: [
        "nonsense", "a:b:c:d", "host:443:127.0.0.1", ":443:127.0.0.1:70000", ":0:127.0.0.1:80", "[::1:443:x:1",
        "a:1:b:2:c",
    ]) func aRouteThatIsNone(route: String) async throws {
        let script = try home.write("", to: "script.lua")
        let result = try await program.run(["run", "--connect-to", route, script])
        #expect(result.status == 64, "\(result)")
        #expect(result.stderr.contains("--connect-to takes HOST:PORT:ADDR:PORT, not '\(route)'"), "\(result)")
    }

    /// As with curl, the first that fits counts, and an empty part is any.
    @Test func severalRoutes() async throws {
        let world = try await DemoWorld()
        let port = world.url.split(separator: ":").last ?? ""
        let script = try world.home.write(
            "print(http.get('http://one.example/api/scenario').status, http.get('http://two.example:8080/').status)",
            to: "routes.lua")
        let flags = [
            "--connect-to", "one.example:80:127.0.0.1:\(port)", "--connect-to", "::127.0.0.1:\(port)",
            "--connect-to", "::127.0.0.1:1",
        ]
        let result = try await world.program.run(["run"] + flags + [script])
        #expect(result.status == 0 && result.stdout.split(whereSeparator: \.isWhitespace).count == 2, "\(result)")
        let refused = try await world.program.run(["run", "--connect-to", "::127.0.0.1:1", script])
        #expect(refused.status == 69, "\(refused)")
        #expect(refused.stderr.contains("one.example (at 127.0.0.1:1, as --connect-to says)"), "\(refused)")
    }

    /// Addresses of IPv6 stand in brackets, on both sides.
    @Test func routesOfIPv6() async throws {
        let world = try await DemoWorld()
        let port = world.url.split(separator: ":").last ?? ""
        let script = try world.home.write("return http.get('http://[::1]:7/api/scenario').status", to: "six.lua")
        let there = try await world.program.run(["run", "--connect-to", "[::1]:7:127.0.0.1:\(port)", script])
        #expect(there.status == 0, "\(there)")
        let refused = try await world.program.run(["run", "--connect-to", "::[::1]:1", script])
        #expect(refused.status == 69 && refused.stderr.contains("(at [::1]:1, as --connect-to says)"), "\(refused)")
    }

    /// The name in the certificate is the URL's, wherever the connection goes.
    @Test func aCertificateMustBeTheHosts() async throws {
        let world = try await DemoWorld(["--tls", "tls"])
        let port = world.url.split(separator: ":").last ?? ""
        let script = try world.home.write("return http.get('https://bank.example/').status", to: "bank.lua")
        let result = try await world.program.run([
            "run", "--cacert", world.home.path(of: "tls/ca.pem"), "--connect-to", ":443:127.0.0.1:\(port)", script,
        ])
        #expect(result.status == 69 && result.stderr.contains("certificate"), "\(result)")
    }

    @Test(arguments: [
        (["--serve", "--as", "slak"], "'slak' cannot be played. Did you mean 'slack'?"),
        (["--serve", "--as", "nobody-knows-it"], "see --help for those that can"),
        (["--as", "slack"], "--as needs --serve"),
    ]) func whoCannotBePlayed(arguments: [String], says: String) async throws {
        let result = try await program.run(["demo"] + arguments)
        #expect(result.status == 64 && result.stderr.contains(says), "\(result)")
    }

    @Test func allTwentyAreInTheHelp() async throws {
        let help = try await program.run(["demo", "--help"]).stdout
        for name in [
            "atlassian", "github", "google", "linkedin", "microsoft", "quickbooks", "slack", "x", "xero", "zoom",
        ] {
            #expect(help.contains(name))
        }
    }
}

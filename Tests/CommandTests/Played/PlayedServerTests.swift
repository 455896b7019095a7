import Foundation
import TestSupport
import Testing

/// `demo --serve --as` as a process: what it leaves on the disk, and how it ends.
@Suite struct PlayedServerTests {
    let home: TempFolder
    let program: Command

    init() throws {
        home = try TempFolder("server")
        program = try Command.oauthlua(home: home)
    }

    /// - Returns: the server, and the file of the authority that it names.
    private func serve(_ flags: [String] = ["--yes"]) async throws -> (RunningProcess, authority: String) {
        let server = try program.start(["demo", "--serve", "--as", "slack"] + flags)
        let line = try await server.line { $0.hasPrefix("export DEMO_CA_FILE=") }
        return (server, String(line.dropFirst("export DEMO_CA_FILE=".count)))
    }

    private func permissions(of path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test(arguments: [SIGTERM, SIGINT]) func aSignalEndsIt(number: Int32) async throws {
        let (server, authority) = try await serve()
        let folder = (authority as NSString).deletingLastPathComponent
        #expect(try permissions(of: folder) == 0o700)
        server.signal(number)
        let result = try await server.wait()
        #expect(result.status == 0 && !result.stderr.contains("error"), "\(result)")
        #expect(!FileManager.default.fileExists(atPath: folder), "the temporary folder is gone")
    }

    /// Without `--yes` there is a page, at the provider's own name and by its certificate.
    @Test func aPersonIsAsked() async throws {
        let port = try FreePort.find()
        let (server, authority) = try await serve(["--port", "\(port)"])
        let curl = Command("/usr/bin/curl", folder: home.path)
        let question =
            "https://slack.com/oauth/v2/authorize?response_type=code&client_id=demo-client&scope=users:read&state=s"
            + "&redirect_uri=https://localhost:8484/callback"
        func asked(_ url: String) async throws -> String {
            let route = ":443:127.0.0.1:\(port)"
            return try await curl.run(["-sSi", "--cacert", authority, "--connect-to", route, url]).stdout
        }
        let page = try await asked(question)
        #expect(page.contains("Allow oauthlua demo?") && page.contains("plays slack"), "\(page)")
        let answer = try await asked(question + "&demo_allow=1").lowercased()
        #expect(answer.contains("\nlocation: https://localhost:8484/callback?code=demo_code_"), "\(answer)")
        server.terminate()
        #expect(try await server.wait().status == 0)
    }

    /// It has private keys in it.
    @Test func theNamedFolderIsItsOwnersAlone() async throws {
        let folder = home.path(of: "a/tls")
        var authorities: Set<String> = []
        for _ in 0..<2 {
            let (server, authority) = try await serve(["--yes", "--tls", folder])
            #expect(authority == folder + "/ca.pem")
            #expect(try permissions(of: folder) == 0o700)
            #expect(try permissions(of: folder + "/client-key.pem") == 0o600)
            authorities.insert(try String(contentsOfFile: authority, encoding: .utf8))
            server.terminate()
            #expect(try await server.wait().status == 0)
            #expect(FileManager.default.fileExists(atPath: authority), "what was named stays")
            // One that others can read is not left so.
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder + "/client-key.pem")
        }
        #expect(authorities.count == 2, "each run has an authority of its own")
    }
}

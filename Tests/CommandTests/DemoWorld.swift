import Foundation
import TestSupport
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// `oauthlua demo --serve` as a process of its own, and a home that scripts and commands run in.
final class DemoWorld: Sendable {
    let home: TempFolder
    let url: String
    let program: Command
    private let server: RunningProcess

    /// - Parameter flags: of `demo --serve`, such as `--token-lifetime 2`.
    init(_ flags: [String] = []) async throws {
        home = try TempFolder("demo")
        // Bounded by itself: a test run that dies cannot end it.
        let oauthlua = try Command.oauthlua(home: home)
        server = try Command("/usr/bin/timeout", environment: oauthlua.environment, folder: home.path)
            .start(["900", oauthlua.executable, "demo", "--serve", "--yes"] + flags)
        var variables: [String: String] = [:]
        for _ in 0..<3 {
            let words = try await server.line { $0.hasPrefix("export ") }.dropFirst("export ".count)
            let parts = words.split(separator: "=", maxSplits: 1)
            variables[String(parts[0])] = String(parts[1])
        }
        guard let url = variables["DEMO_URL"] else { throw ProcessFailure(description: "no DEMO_URL: \(variables)") }
        self.url = url
        program = try Command.oauthlua(
            home: home, environment: variables.merging(["BROWSER": Self.browser]) { _, new in new })
    }

    /// Follows redirects and submits forms as a browser does; the provider consents by itself.
    static let browser = "python3 -B \(Repository.path("Tests/CommandTests/browser.py")) %s"

    /// A script with one connection named `demo` and this behind it.
    func script(_ body: String, named name: String = "script.lua", more fields: String = "") throws -> String {
        try home.write(
            """
            local demo = oauth.connection {
              name = "demo", authorization_url = "\(url)/oauth/authorize", token_url = "\(url)/oauth/token",
              revocation_url = "\(url)/oauth/revoke",
              client_id = secret "DEMO_CLIENT_ID", client_secret = secret "DEMO_CLIENT_SECRET",
              scope = "calendar.readonly", base_url = "\(url)", \(fields)
            }
            \(body)
            """, to: name)
    }

    /// Signs in and returns the script's path.
    func signedIn(_ body: String = "return demo:get('/calendar/v3/users/me/calendarList'):expect():json()") async throws
        -> String
    {
        let path = try script(body)
        let result = try await program.run(["authorize", path])
        guard result.status == 0 else { throw ProcessFailure(description: "authorize: \(result)") }
        return path
    }

    /// Runs the program under a parent that tells its peak memory.
    func peakMemory(_ arguments: [String]) async throws -> (
        result: Command.Result, megabytes: Int
    ) {
        let source = """
            import resource, subprocess, sys
            done = subprocess.run(sys.argv[1:])
            print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
            sys.exit(done.returncode)
            """
        let python = Command("/usr/bin/env", environment: program.environment, folder: home.path)
        let result = try await python.run(["python3", "-c", source, program.executable] + arguments)
        let peak = try #require(result.stderr.split(separator: "\n").last { $0.hasPrefix("peak ") })
        return (result, try #require(Int(peak.dropFirst(5))) / 1024)
    }

    /// What the provider has counted so far.
    func stats() async throws -> [String: Int] {
        let (data, _) = try await URLSession.shared.data(from: URL(string: url + "/_demo/stats")!)
        return try JSONDecoder().decode([String: Int].self, from: data)
    }

    /// Tells the provider to do something: `expire`, `revoke`, `fail?status=503&times=2`.
    func tell(_ what: String) async throws {
        var request = URLRequest(url: URL(string: url + "/_demo/" + what)!)
        request.httpMethod = "POST"
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode.description.hasPrefix("2") == true else {
            throw ProcessFailure(description: "\(what): \(String(decoding: data, as: UTF8.self))")
        }
    }
}

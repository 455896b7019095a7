import Foundation
import TestSupport

/// `oauthlua demo --serve --as PROVIDER`, and the program beside it: its own host names lead to the loopback server, whose
/// certificate authority is trusted. Nothing else about the preset is changed.
final class PlayedWorld: Sendable {
    let home: TempFolder
    let program: Command
    private let server: RunningProcess
    private let url: String
    private let authority: String
    private let route: String
    /// The presets' redirect URI has a fixed port.
    private let port: FixedPort

    /// - Parameters:
    ///   - provider: whom to play.
    ///   - client: which of the demo's clients the script has; nil for the confidential one with a secret.
    ///   - flags: more of `demo --serve`.
    init(_ provider: String, client: (id: String, secret: String?)? = nil, flags: [String] = []) async throws {
        port = try await FixedPort(8484)
        home = try TempFolder("played")
        let plain = try Command.oauthlua(home: home)
        server = try Command("/usr/bin/timeout", environment: plain.environment, folder: home.path).start(
            ["300", plain.executable, "demo", "--serve", "--yes", "--as", provider, "--tls", home.path(of: "tls")]
                + flags)
        var variables: [String: String] = [:]
        for _ in 0..<4 {
            let words = try await server.line { $0.hasPrefix("export ") }.dropFirst("export ".count)
            let parts = words.split(separator: "=", maxSplits: 1)
            variables[String(parts[0])] = String(parts[1])
        }
        guard let url = variables["DEMO_URL"], let port = url.split(separator: ":").last,
            let authority = variables["DEMO_CA_FILE"]
        else { throw ProcessFailure(description: "not what `demo --serve --as` should print: \(variables)") }
        self.url = url
        self.authority = authority
        route = ":443:127.0.0.1:\(port)"
        if let client {
            variables["DEMO_CLIENT_ID"] = client.id
            variables["DEMO_CLIENT_SECRET"] = client.secret
        }
        variables["BROWSER"] = home.path(of: "browse") + " %s"
        program = try Command.oauthlua(home: home, environment: variables)
        // BROWSER is a list that colons separate, and the route has some.
        let script = try home.write(
            """
            #!/bin/sh
            exec python3 -B '\(Repository.path("Tests/CommandTests/browser.py"))' --connect-to '\(route)' "$1" >'\(home.path(of: "page"))' 2>&1
            """, to: "browse")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    }

    /// What a person would write.
    /// - Parameters:
    ///   - secret: whether the definition has a `client_secret`.
    ///   - fields: what the provider wants, or what is changed of the preset.
    func script(_ preset: String, secret: Bool = true, fields: String = "") throws -> String {
        let secret = secret ? #"client_secret = secret "DEMO_CLIENT_SECRET", "# : ""
        return try home.write(
            """
            local c = oauth.connection { preset = "\(preset)", client_id = secret "DEMO_CLIENT_ID", \(secret)\(fields) }
            """, to: "script.lua")
    }

    /// - Parameter more: flags of the program.
    func authorize(_ script: String, timeout: Int = 20, _ more: String...) async throws -> Command.Result {
        try await run(["authorize", "--timeout", "\(timeout)"] + flags + more + [script])
    }

    /// - Parameters:
    ///   - request: a URL, with `POST ` before it for a request with the JSON body `null`.
    ///   - more: flags of the program.
    func get(_ script: String, _ request: String, _ more: String...) async throws -> Command.Result {
        let words = request.split(separator: " ").map(String.init)
        let post = words.count > 1 ? ["-X", "POST", "--json", "null"] : []
        return try await run(["get"] + flags + more + post + [script, words.last ?? ""])
    }

    func refresh(_ script: String, _ more: String...) async throws -> Command.Result {
        try await run(["refresh"] + flags + more + [script])
    }

    private var flags: [String] { ["--cacert", authority, "--connect-to", route] }

    /// Whatever the program prints, no token and no secret is in it.
    private func run(_ arguments: [String]) async throws -> Command.Result {
        let result = try await program.run(arguments)
        let secret = program.environment["DEMO_CLIENT_SECRET"].flatMap { $0.isEmpty ? nil : $0 }
        for text in ["demo_access_", "demo_refresh_", "demo_code_", "demo_token_"] + (secret.map { [$0] } ?? [])
        where (result.stdout + result.stderr).contains(text) {
            throw ProcessFailure(description: "a secret (\(text)…) is printed: \(result)")
        }
        return result
    }

    // MARK: The provider's side

    /// What the last page said that the browser was left with.
    var page: String { (try? String(contentsOfFile: home.path(of: "page"), encoding: .utf8)) ?? "" }

    /// What an operator can do: `expire`, `revoke`, `fail?…`.
    func order(_ what: String) async throws {
        let result = try await curl(["-X", "POST", "\(url)/_demo/\(what)"])
        guard result.status == 0 else { throw ProcessFailure(description: "\(what): \(result)") }
    }

    /// Counts of what happened so far.
    func counts() async throws -> Counts {
        let result = try await curl(["\(url)/_demo/stats"])
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Counts.self, from: Data(result.stdout.utf8))
    }

    struct Counts: Decodable, Equatable {
        var codeGrants: Int
        var refreshes: Int
        var tokenErrors: Int
        var apiCalls: Int
        var unauthorized: Int
    }

    private func curl(_ arguments: [String]) async throws -> Command.Result {
        try await Command("/usr/bin/curl").run(["-sS", "--fail", "--cacert", authority] + arguments)
    }
}

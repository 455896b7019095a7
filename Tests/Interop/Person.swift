import Foundation
import TestSupport

/// Somebody with a script of definitions, a home of their own, and `oauthlua`.
struct Person {
    let server: InteropServer
    let home: TempFolder
    let oauthlua: Command
    /// The script's path.
    let script: String
    private let definition: String

    /// - Parameter connection: the definition's fields. `$NAME` in a value is the server's variable, a value `@NAME` is
    ///   `secret "NAME"` with the server's variable NAME in the environment, `true` and `false` are themselves.
    /// - Parameter url: what the script fetches.
    init(_ server: InteropServer, connection: [String: String], fetching url: String = "$API_URL") throws {
        self.server = server
        home = try TempFolder("interop")
        var environment = ["BROWSER": "python3 " + Repository.path("Tests/Interop/Servers/login.py")]
        var fields = ["name": "interop", "base_url": "$BASE_URL", "redirect_uri": "$REDIRECT_URI"]
        fields.merge(connection) { _, new in new }
        var lines: [String] = []
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            if value.hasPrefix("@") {
                let variable = String(value.dropFirst())
                environment[variable] = server[variable]
            }
            lines.append("  \(name) = \(Self.lua(value, server)),")
        }
        oauthlua = try Command.oauthlua(home: home, environment: environment)
        definition = "local interop = oauth.connection {\n\(lines.joined(separator: "\n"))\n}\n"
        script = try home.write(
            definition + "return interop:get(\(Self.lua(url, server))):expect():json()\n", to: "definitions.lua")
    }

    /// The path of a script with the same definition that returns something else.
    func script(returning expression: String) throws -> String {
        try home.write(definition + "return \(expression)\n", to: "other.lua")
    }

    /// A field's value as the script has it.
    func filled(_ value: String) -> String { Self.filled(value, server) }

    private static func lua(_ value: String, _ server: InteropServer) -> String {
        if value == "true" || value == "false" || Int(value) != nil { return value }
        if value.hasPrefix("@") { return "secret \"\(value.dropFirst())\"" }
        return "[==[\(filled(value, server))]==]"
    }

    private static func filled(_ value: String, _ server: InteropServer) -> String {
        value.replacing(/\$([A-Z0-9_]+)/) { server[String($0.1)] }
    }

    func run(_ arguments: String..., environment: [String: String?] = [:]) async throws -> Command.Result {
        try await oauthlua.run(arguments, environment: environment)
    }

    /// The state that `status` reports for the only connection.
    func state() async throws -> String {
        let result = try await run("status", "--output", "json", script)
        let rows = try JSONSerialization.jsonObject(with: Data(result.stdoutBytes)) as? [[String: Any]]
        guard let state = rows?.first?["state"] as? String, rows?.count == 1 else {
            throw ProcessFailure(description: "status gave no single row with a state: \(result)")
        }
        return state
    }

    /// A valid access token, for asking the server with a client that is not ours.
    func accessToken() async throws -> String {
        let result = try await run("token", script)
        guard result.status == 0, !result.text.isEmpty else {
            throw ProcessFailure(description: "token gave none: \(result)")
        }
        return result.text
    }

    /// The status that curl gets for this URL with this access token.
    func status(of url: String, token: String) async throws -> String {
        try await Command("/usr/bin/curl").run([
            "--silent", "--output", "/dev/null", "--write-out", "%{http_code}", "--header",
            "Authorization: Bearer \(token)", url,
        ]).text
    }
}

import TestSupport
import Testing

/// Definitions of grants that both servers have: nobody signs in, or a name and a password do.
enum Grants {
    /// - Parameter client: the fields of a confidential client.
    static func needingNobody(_ client: [String: String]) -> [SignIn] {
        [
            SignIn("password", own(client, ["grant": "password", "username": "@USERNAME", "password": "@PASSWORD"])),
            SignIn(
                "password, secret in the body",
                own(
                    client,
                    ["grant": "password", "username": "@USERNAME", "password": "@PASSWORD", "client_auth": "post"])),
        ]
    }

    /// Without what only a browser needs.
    static func own(_ client: [String: String], _ fields: [String: String]) -> [String: String] {
        client.merging(["authorization_url": "", "redirect_uri": ""]) { _, new in new }
            .merging(fields) { _, new in new }
    }

    /// A run fetches the first token by itself; `refresh` and `authorize` fetch others.
    static func worksUnattended(_ person: Person, fetching expected: String) async throws {
        #expect(try await person.state() == "refreshable")
        let run = try await person.run("run", person.script)
        #expect(run.status == 0, "\(run)")
        #expect(run.stdout.contains(expected), "\(run)")
        #expect(try await person.state() == "authorized")
        var tokens: Set = [try await person.accessToken()]
        for command in ["refresh", "authorize"] {
            let result = try await person.run(command, person.script)
            try #require(result.status == 0, "\(result)")
            tokens.insert(try await person.accessToken())
        }
        #expect(tokens.count == 3, "each brings a token of its own")
        #expect(try await person.run("run", person.script).status == 0)
    }

    /// Begins on our side, is asked for once in vain, and finishes on the other device.
    /// - Parameters:
    ///   - arguments: of `authorize`, before the script.
    ///   - answer: what the person does there: LOGIN_DENY=1 refuses.
    static func signInOnDevice(
        _ person: Person, arguments: [String] = [], answer: [String: String] = [:]
    ) async throws -> Command.Result {
        let process = try person.oauthlua.start(["authorize", "--verbose"] + arguments + [person.script])
        // `authorization_pending` (RFC 8628 §3.5).
        try await process.output(containing: "HTTP/1.1 400")
        let lines = process.stderr.split(separator: "\n").map { $0.drop { $0 == " " } }
        let said = try #require(lines.firstIndex(of: "and enter the code:"), "\(process.stderr)")
        let code = lines[said + 1]
        let address = try #require(lines[said...].first { $0.hasPrefix("http") } ?? lines[..<said].last)
        let login = try await Command("/usr/bin/env").run(
            ["python3", Repository.path("Tests/Interop/Servers/login.py"), String(address), String(code)],
            environment: answer)
        try #require(login.status == 0, "\(login)")
        return try await process.wait()
    }
}

import TestSupport
import Testing

/// The prompt against glewlwyd, which it knows by nothing but its issuer.
@Suite(
    .atGlewlwyd, .timeLimit(.minutes(10)),
    .enabled(if: InteropServer.isAvailable, Comment(rawValue: InteropServer.whyNot)))
struct ReplTests {
    @Test func signsInLooksAroundAndSaves() async throws {
        let person = try await Person(
            InteropServer.glewlwyd.value,
            connection: [
                "issuer": "$ISSUER", "scope": "$SCOPE", "client_id": "$CLIENT_ID", "client_secret": "@CLIENT_SECRET",
            ])
        let definition = try person.home.read("definitions.lua").split(separator: "\n").dropLast()
        let repl = try await ReplSession(person.oauthlua)
        for line in definition.dropLast() {
            repl.type(line + "\r")
            try await repl.expect("\n>> ")
        }
        try await repl.enter("}")
        repl.type("interop:get([==[\(person.filled("$API_URL"))]==])\r")
        try await repl.expect("[Y/n] ")
        repl.type("y\r")
        #expect(try await repl.expect("\n> ").contains("_1 = response: 200"))
        #expect(try await repl.enter("_:expect():json()").contains("Alice Liddell"))
        repl.type("_.na\t")
        try await repl.expect("me")
        #expect(try await repl.enter("").hasPrefix("_3 = \"Alice"))
        #expect(try await repl.enter(":connections").contains("authorized"))
        #expect(try await repl.enter(":save \(person.home.path(of: "saved.lua"))").contains("saved to"))
        let result = try await repl.end()
        #expect(result.status == 0 && !result.stdout.contains(person.server["CLIENT_SECRET"]))
        let run = try await person.run("run", person.home.path(of: "saved.lua"))
        #expect(run.status == 0 && run.stdout.contains("Alice"), "\(run)")
    }
}

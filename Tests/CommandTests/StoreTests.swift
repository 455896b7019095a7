import Foundation
import TestSupport
import Testing

/// A store that cannot be used: one clear error, 74, and the file as it was.
@Suite struct StoreTests {
    @Test func aWrongKey() async throws {
        let world = try await DemoWorld()
        let path = try await world.signedIn()
        let before = try world.home.bytes(of: "home/store.sqlite")
        let result = try await world.program.run(["run", path], environment: ["OAUTHLUA_PASSPHRASE": "another"])
        #expect(result.status == 74, "\(result)")
        #expect(result.stderr.contains("key"), "\(result)")
        #expect(try world.home.bytes(of: "home/store.sqlite").elementsEqual(before))
        #expect(try await world.program.run(["run", path]).status == 0)
    }

    @Test func aDamagedFile() async throws {
        let world = try await DemoWorld()
        let path = try await world.signedIn()
        try world.home.write("this is no database, and long enough to be looked at as one", to: "home/store.sqlite")
        for name in ["home/store.sqlite-wal", "home/store.sqlite-shm"] {
            try? FileManager.default.removeItem(atPath: world.home.path(of: name))
        }
        for command in [["run", path], ["authorize", path], ["status"]] {
            let result = try await world.program.run(command)
            #expect(result.status == 74, "\(result)")
            #expect(result.stderr.contains("store.sqlite"), "\(result)")
        }
        #expect(try world.home.read("home/store.sqlite").hasPrefix("this is no database"))
    }

    @Test(arguments: [
        ["OAUTHLUA_PASSPHRASE": "correct horse"],
        ["OAUTHLUA_KEY_COMMAND": "echo 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"],
    ])
    func otherKeys(environment: [String: String]) async throws {
        let world = try await DemoWorld()
        let path = try world.script("return demo:get('/api/echo').status")
        let changes = environment.mapValues { Optional($0) }
        #expect(try await world.program.run(["authorize", path], environment: changes).status == 0)
        #expect(try await world.program.run(["run", path], environment: changes).stdout == "200\n")
        #expect(!world.home.contains("home/key"))
    }

    @Test func secretsAreKeptForScripts() async throws {
        let world = try await DemoWorld()
        let path = try world.script("return demo:get('/api/echo').status")
        let without: [String: String?] = ["DEMO_CLIENT_SECRET": nil]
        let missing = try await world.program.run(["authorize", path], environment: without)
        #expect(missing.status == 78, "\(missing)")
        #expect(missing.stderr.contains("oauthlua secret set DEMO_CLIENT_SECRET"), "\(missing)")

        let set = try await world.program.run(["secret", "set", "DEMO_CLIENT_SECRET"], input: "demo-secret\n")
        #expect(set.status == 0, "\(set)")
        #expect(try await world.program.run(["authorize", path], environment: without).status == 0)
        #expect(
            try await world.program.run(["secret", "list", "--output", "csv"]).stdout
                == "name\r\nDEMO_CLIENT_SECRET\r\n")
        for name in world.home.contents where name.hasPrefix("home/") && !name.hasSuffix("/") {
            #expect(try Data(world.home.bytes(of: name)).range(of: Data("demo-secret".utf8)) == nil, "\(name)")
        }
        #expect(try await world.program.run(["secret", "remove", "DEMO_CLIENT_SECRET"]).status == 0)
        #expect(try await world.program.run(["secret", "remove", "DEMO_CLIENT_SECRET"]).status == 78)
    }

    @Test func aSecretIsTypedUnseen() async throws {
        let home = try TempFolder("secret")
        let process = try Command.oauthlua(home: home).start(["secret", "set", "TYPED"], terminal: TerminalSize())
        try await process.output(containing: "Value of TYPED")
        process.write("hidden-value\n")
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
        #expect(!result.stdout.contains("hidden-value"))
    }

    @Test func aStoreElsewhere() async throws {
        let world = try await DemoWorld()
        let path = try world.script("return demo:get('/api/echo').status")
        let store = "sqlite:" + world.home.path(of: "elsewhere/tokens.sqlite")
        #expect(try await world.program.run(["authorize", "--store", store, path]).status == 0)
        #expect(try await world.program.run(["run", path], environment: ["OAUTHLUA_STORE": store]).status == 0)
        #expect(world.home.contains("elsewhere/tokens.sqlite"))
        #expect(!world.home.contains("home/store.sqlite"))
    }
}

import Foundation
import TestSupport
import Testing

/// Nothing that a person, a log or another process can see holds a secret.
@Suite struct SecrecyTests {
    @Test func verboseAndErrorsAreRedacted() async throws {
        let world = try await DemoWorld()
        let path = try world.script("return demo:get('/api/echo?access_token=visible').status")
        let signedIn = try await world.program.run(["authorize", "--verbose", path])
        #expect(signedIn.status == 0, "\(signedIn)")
        let token = try await world.program.run(["token", path]).text
        try await world.tell("expire")
        let run = try await world.program.run(["run", "--verbose", path])
        #expect(run.stderr.contains("> GET /api/echo"), "\(run)")
        let fresh = try await world.program.run(["token", path]).text
        for text in [signedIn.stderr, run.stderr, run.stdout] {
            for secret in [token, fresh, "demo-secret", "access_token=visible"] { #expect(!text.contains(secret)) }
            #expect(!text.contains(Data("demo-client:demo-secret".utf8).base64EncodedString()))
        }
    }

    @Test func theStoreHoldsNoPlainSecret() async throws {
        let world = try await DemoWorld()
        let path = try await world.signedIn()
        let token = try await world.program.run(["token", path]).text
        for name in world.home.contents where name.hasPrefix("home/store") && !name.hasSuffix("/") {
            #expect(try Data(world.home.bytes(of: name)).range(of: Data(token.utf8)) == nil)
            let mode =
                try FileManager.default.attributesOfItem(atPath: world.home.path(of: name))[.posixPermissions] as! Int
            #expect(mode & 0o077 == 0, "\(name)")
        }
    }

    @Test(arguments: [
        "tostring(demo)", "json.encode(demo)", "demo.client_secret", "getmetatable(demo)", "next(demo)",
        "(pcall(function() for k in pairs(demo) do error(k) end end))", "demo.access_token",
        "tostring(secret 'DEMO_CLIENT_SECRET')",
        "os.getenv 'DEMO_CLIENT_SECRET'", "env.DEMO_CLIENT_SECRET", "io.open('/proc/self/environ')",
        "io.open(os.getenv 'HOME' .. '/home/key')", "io.open(os.getenv 'HOME' .. '/home/store.sqlite')",
        "io.open(os.getenv 'HOME' .. '/x/../home/key')", "demo:status()",
    ])
    func noLuaCodeReachesASecret(expression: String) async throws {
        let world = try await DemoWorld()
        _ = try await world.signedIn()
        let path = try world.script(
            "local ok, value = pcall(function() return \(expression) end)\nprint(ok, tostring(value), ok and type(value) == 'table' and pcall(json.encode, value) and json.encode(value))"
        )
        let result = try await world.program.run(["run", path])
        #expect(result.status == 0, "\(result)")
        let token = try await world.program.run(["token", path]).text
        #expect(!result.stdout.contains("demo-secret") && !result.stdout.contains(token), "\(result)")
        if expression.hasPrefix("io.open") { #expect(result.stdout.contains("nil"), "\(result)") }
    }
}

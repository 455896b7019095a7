import LuaHost
import OAuthCore
import Testing

@testable import OAuthLua

/// Bodies are the host's, but count as the script's memory.
@Suite struct BodyMemoryTests {
    private func run(_ source: String, megabytes: Int) async throws -> (LuaValue, OAuthHost) {
        let host = OAuthHost(services: FakeAPI.services())
        let runner = ScriptRunner(
            host: host,
            inputs: ScriptInputs(
                arguments: [], parameters: [:], environment: [:], modulePath: ["."], deniedFolders: []),
            limits: LuaLimits(memory: megabytes << 20))
        return (try await runner.run(Array(source.utf8), chunkName: "@s.lua").value, host)
    }

    @Test func whatNobodyHoldsGoesThoughLuaHasNoNeedOfIt() async throws {
        // A heap so large that its collector does not come by for a few hundred small tables.
        let (value, host) = try await run(
            """
            local big = {}
            for i = 1, 100000 do big[i] = { i } end
            local text = ("x"):rep(1 << 20)
            for i = 1, 100 do http.post("https://api.example/raw", { body = text }) end
            return #big
            """, megabytes: 128)
        #expect(value == .integer(100000))
        #expect(host.bodies.bytes < 40 << 20, "\(host.bodies.bytes)")
    }

    @Test func whatIsHeldCountsAgainstTheLimit() async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await run(
                """
                local text, all = ("x"):rep(1 << 20), {}
                for i = 1, 64 do all[i] = http.post("https://api.example/raw", { body = text }) end
                """, megabytes: 32)
        }
        #expect(error?.reason == .memory, "\(String(describing: error))")
    }
}

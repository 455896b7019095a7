import Foundation
import Testing

@testable import LuaHost

/// Ending the one task that keeps Lua busy.
@Suite struct BreakTests {
    /// Runs until the script printed `busy`, then breaks off.
    private func breaking(_ source: String) async throws -> String {
        let output = Output()
        var script = Script()
        script.output = output
        let runtime = script.runtime
        let run = Task { try await runtime.run(Array(source.utf8), chunkName: "@test.lua") }
        for _ in 0..<400 where !output.errorText.contains("busy") { try await Task.sleep(for: .milliseconds(10)) }
        try await Task.sleep(for: .milliseconds(30))
        runtime.breakOff()
        let values = try await run.value
        return values.first?.text ?? "nothing"
    }

    private static let listen = """
        local broken
        local main = host.current()
        host.on_break(function(id) broken = id host.wake(main) end)
        local function go(f) local id = host.start(f) repeat host.park() until broken return broken == id end
        """

    @Test(arguments: [
        "io.stderr:write 'busy' while true do end",
        "io.stderr:write 'busy' while true do pcall(function() while true do end end) end",
        "io.stderr:write 'busy' while true do local co = coroutine.wrap(function() while true do end end) pcall(co) end",
        "local t <close> = setmetatable({}, { __close = function() closed = true end }) io.stderr:write 'busy' while true do end",
        "io.stderr:write 'busy' table.sort({ 3, 2, 1 }, function() while true do end end)",
        "io.stderr:write 'busy' ;('x'):gsub('x', function() while true do end end)",
    ])
    func theTaskEndsAndTheMachineGoesOn(body: String) async throws {
        let result = try await breaking(
            Self.listen + """

                assert(go(function() \(body) end))
                local sum = 0
                for i = 1, 10000 do sum = sum + i end
                assert(host.wait("echo", 5) == 5)
                return sum .. " " .. tostring(closed)
                """)
        #expect(result == (body.contains("closed") ? "50005000 true" : "50005000 nil"))
    }

    @Test func aCoroutineThatOutlivesItsTaskCanGoOn() async throws {
        let result = try await breaking(
            Self.listen + """

                local kept = coroutine.create(function() while true do coroutine.yield("alive") end end)
                assert(go(function()
                  io.stderr:write "busy"
                  while true do coroutine.resume(kept) end
                end))
                local status = coroutine.status(kept)
                return status == "dead" and "dead" or select(2, coroutine.resume(kept))
                """)
        #expect(["alive", "dead"].contains(result))
    }

    @Test func otherTasksAreLeftAlone() async throws {
        let result = try await breaking(
            Self.listen + """

                local other = task.spawn(function() host.wait("later", 1) return "finished" end)
                assert(go(function() io.stderr:write "busy" while true do end end))
                return other:await()
                """)
        #expect(result == "finished")
    }

    @Test func theMainTaskIsNotBroken() async throws {
        let result = try await breaking(
            """
            io.stderr:write "busy"
            local n = 0
            for i = 1, 3e7 do n = n + 1 end
            return "through"
            """)
        #expect(result == "through")
    }
}

import Synchronization
import Testing

@testable import LuaHost

/// A host that has work of its own for the machine: `work` hands out the next piece, `worked` takes its result.
private final class WorkingHost: LuaHost.Host {
    private struct State {
        var pieces: [String] = []
        var given: Int64 = 0
        var waiter: CheckedContinuation<[LuaValue], any Error>?
        var results: [Int64: LuaValue] = [:]
        var errands: [Int64?] = []
        var ended = false
    }
    private let state = Mutex(State())
    /// Whether the script's end leaves `late` as a last piece of work.
    let late: String?

    init(late: String? = nil) { self.late = late }

    var results: [Int64: LuaValue] { state.withLock(\.results) }
    var errands: [Int64?] { state.withLock(\.errands) }
    var sawTheEnd: Bool { state.withLock(\.ended) }

    func give(_ piece: String) {
        let waiter = state.withLock { state in
            state.given += 1
            let waiter = state.waiter.take()
            if waiter == nil { state.pieces.append(piece) }
            return waiter.map { ($0, [LuaValue.integer(state.given), .text(piece)]) }
        }
        if let (waiter, piece) = waiter { waiter.resume(returning: piece) }
    }

    private func next() async throws -> [LuaValue] {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                state.withLock { state in
                    if state.pieces.isEmpty {
                        state.waiter = continuation
                    } else {
                        continuation.resume(returning: [.integer(state.given), .text(state.pieces.removeFirst())])
                    }
                }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume(throwing: CancellationError())
        }
    }

    func perform(_ operation: LuaHost.Operation) async throws -> [LuaValue] {
        switch operation.name {
        case "work": return try await next()
        case "worked":
            state.withLock { $0.results[operation[0].integer ?? 0] = operation[1] }
            return []
        case "order":
            give(operation[0].text ?? "")
            while results.isEmpty { await Task.yield() }
            return [results[1] ?? .nil]
        case "errand":
            state.withLock { $0.errands.append(operation.errand) }
            return []
        case "hang":
            try await Task.sleep(for: .seconds(3600))
            return []
        default: return operation.arguments
        }
    }

    func scriptEnded(_ failure: ScriptError?) async {
        state.withLock { $0.ended = true }
        guard let late else { return }
        give(late)
        while !Task.isCancelled, results.isEmpty { await Task.yield() }
    }
}

@Suite struct DaemonTests {
    /// Runs pieces of work as chunks of Lua, each as an errand of its own.
    static let worker = LuaModule(
        name: "worker",
        source: Array(
            """
            local host = ...
            host.serve(function()
                while true do
                    local number, text = host.wait("work")
                    host.errand(number, function() host.wait("worked", number, load(text)()) end)
                end
            end)
            return true
            """.utf8))

    private func run(_ source: String, by host: WorkingHost) async throws -> [LuaValue] {
        let expose = LuaModule(name: "host", source: Array("return ...".utf8))
        let runtime = LuaRuntime(host: host, modules: [Self.worker, expose])
        return try await runtime.run(Array(source.utf8), chunkName: "@test.lua")
    }

    @Test func theRunDoesNotWaitForWhoServes() async throws {
        let host = WorkingHost()
        #expect(try await run("require 'worker' host.wait('echo') return 1", by: host) == [1])
        #expect(host.sawTheEnd)
    }

    @Test func aScriptWithoutDaemonsHasNoEndToWaitFor() async throws {
        let host = WorkingHost(late: "return 1")
        #expect(try await run("return 1", by: host) == [1])
        #expect(!host.sawTheEnd)
    }

    @Test func workIsDoneWhileTheScriptWaits() async throws {
        let host = WorkingHost()
        let result = try await run(
            "require 'worker' return host.wait('order', 'return 6 * select(2, host.wait(\"echo\", 6, 7))')", by: host)
        #expect(result == [42])
    }

    /// What the script began and no longer waits for may need its functions to come to an end.
    @Test(arguments: ["return 1", "task.spawn(host.wait, 'hang') error('no')", "task.spawn(error, 'no') return 1"])
    func workIsDoneAfterTheScriptEnded(source: String) async throws {
        let host = WorkingHost(late: "return host.wait('echo', 'late')")
        _ = try? await run("require 'worker' " + source, by: host)
        #expect(host.results == [1: "late"])
    }

    @Test func theScriptsFailureOutlivesItsDaemons() async throws {
        let host = WorkingHost(late: "return 5")
        let error = await #expect(throws: ScriptError.self) {
            try await run("require 'worker'\nerror('no')", by: host)
        }
        #expect(error?.description == "test.lua:2: no")
        #expect(host.results == [1: 5])
    }

    @Test func operationsOfAnErrandNameIt() async throws {
        let host = WorkingHost()
        _ = try await run(
            """
            require 'worker'
            host.wait('errand')
            task.spawn(host.wait, 'errand'):await()
            host.wait('order', [[
                host.wait('errand')
                task.all { function() host.wait('errand') end }
                coroutine.wrap(function() host.wait('errand') end)()
                return 1
            ]])
            """, by: host)
        #expect(host.errands == [nil, nil, 1, 1, 1])
    }

    @Test func whoServesIsNoReasonToWaitForAScriptThatIsStuck() async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await run(
                """
                require 'worker'
                local a, b a = task.spawn(function() b:await() end) b = task.spawn(function() a:await() end) a:await()
                """, by: WorkingHost())
        }
        #expect(error?.message == "deadlock: all tasks wait for each other")
    }

    @Test func anInterruptEndsDaemonsToo() async throws {
        let host = WorkingHost(late: "return 1")
        let expose = LuaModule(name: "host", source: Array("return ...".utf8))
        let runtime = LuaRuntime(host: host, modules: [Self.worker, expose])
        let run = Task {
            try await runtime.run(
                Array("require 'worker' host.wait('errand') host.wait('hang')".utf8), chunkName: "@test.lua")
        }
        while host.errands.isEmpty { await Task.yield() }
        runtime.interrupt()
        let error = await #expect(throws: ScriptError.self) { try await run.value }
        #expect(error?.reason == .interrupted)
        #expect(!host.sawTheEnd)
        #expect(host.results.isEmpty)
    }
}

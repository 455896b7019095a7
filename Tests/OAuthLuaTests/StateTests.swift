import Foundation
import LuaHost
import OAuthCore
import Synchronization
import Testing

@testable import OAuthLua

/// The document behind `state`, and the order of what is written, without a process.
@Suite struct StateTests {
    /// Keeps rows and the document in one list of what happened.
    private final class Diary: StateStore, RowSink {
        private let lines = Mutex<[String]>([])
        let before: String?
        let isBroken: Bool
        var text: [String] { lines.withLock { $0 } }

        init(before: String? = nil, isBroken: Bool = false) {
            self.before = before
            self.isBroken = isBroken
        }

        private func note(_ line: String) { lines.withLock { $0.append(line) } }

        func load() async throws -> Redacted<[UInt8]>? {
            note("load")
            for _ in 0..<10 { await Task.yield() }
            if isBroken { throw OAuthError(.store, "the store is gone") }
            return before.map { Redacted(Array($0.utf8)) }
        }

        func peek() async throws -> Redacted<[UInt8]>? { before.map { Redacted(Array($0.utf8)) } }

        func save(_ document: Redacted<[UInt8]>) async throws {
            note(String(decoding: document.reveal(), as: UTF8.self))
        }

        func write(_ rows: [LuaValue], as shape: RowShape) async throws -> Bool { true }
        func checkpoint() async throws { note("rows") }
    }

    private func runner(_ diary: Diary) -> ScriptRunner {
        var services = FakeAPI.services()
        services.state = diary
        services.rows = diary
        return ScriptRunner(
            services: services,
            inputs: ScriptInputs(arguments: [], parameters: [:], environment: [:], deniedFolders: []),
            limits: LuaLimits())
    }

    private func happened(_ source: String, before: String? = nil) async throws -> [String] {
        let diary = Diary(before: before)
        let runner = runner(diary)
        _ = try await runner.run(Array(source.utf8), chunkName: "=test")
        try await runner.commit()
        return diary.text
    }

    private static let before = #"{"resources":{"r":{"since":"s"}},"state":{"a":1}}"#

    @Test(arguments: [
        ("return 1", []), ("return state.a", ["load"]), ("state.a = 1", ["load"]),
        ("state.a = 2", ["load", #"{"resources":{"r":{"since":"s"}},"state":{"a":2}}"#]),
        ("state.a = nil", ["load", #"{"resources":{"r":{"since":"s"}},"state":{}}"#]),
        ("checkpoint()", ["rows"]), ("local _ = state checkpoint()", ["load", "rows"]),
        (
            "state.a = 2 checkpoint() checkpoint()",
            ["load", "rows", #"{"resources":{"r":{"since":"s"}},"state":{"a":2}}"#, "rows"]
        ),
        (
            "state.a = 2 checkpoint() state.a = 3",
            [
                "load", "rows", #"{"resources":{"r":{"since":"s"}},"state":{"a":2}}"#,
                #"{"resources":{"r":{"since":"s"}},"state":{"a":3}}"#,
            ]
        ),
        (
            "task.all { function() return state end, function() return state end, function() return state end }",
            ["load"]
        ),
        (
            "setmetatable(_G, {}) state.b = #state + state.a",
            ["load", #"{"resources":{"r":{"since":"s"}},"state":{"a":1,"b":1}}"#]
        ),
    ])
    func whatIsReadAndWritten(source: String, lines: [String]) async throws {
        #expect(try await happened(source, before: Self.before) == lines)
    }

    @Test func theFirstRun() async throws {
        #expect(try await happened("state.a = { 1 }") == ["load", #"{"resources":{},"state":{"a":[1]}}"#])
        #expect(try await happened("return next(state)") == ["load"])
    }

    @Test func aRunThatFailsStagesNothing() async throws {
        let diary = Diary()
        let runner = runner(diary)
        await #expect(throws: ScriptError.self) {
            try await runner.run(Array("state.a = 1 error 'no'".utf8), chunkName: "=test")
        }
        try await runner.commit()
        #expect(diary.text == ["load"])
    }

    /// A caught failure is not the end: the next touch asks again.
    @Test func aStoreThatFails() async throws {
        let diary = Diary(isBroken: true)
        let source = """
            local ok, problem = pcall(function() return state end)
            local again, second = pcall(function() return state end)
            return { ok, problem.kind, again, second.message }
            """
        let result = try await runner(diary).run(Array(source.utf8), chunkName: "=test")
        #expect(result.value == [false, "store", false, "the store is gone"])
        #expect(diary.text == ["load", "load"])
    }

    @Test func modulesOfTheHostsOwnAreNotTheScripts() async throws {
        let result = try await runner(Diary()).run(
            Array("return (pcall(require, 'store')), (pcall(require, 'oauth.hooks'))".utf8), chunkName: "=test")
        #expect(result.value == [false, false])
    }
}

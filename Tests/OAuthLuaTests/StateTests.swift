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

    /// What a run leaves behind that fails after all.
    private func leftBehind(_ source: String, before: String? = nil) async throws -> [String] {
        let diary = Diary(before: before)
        await #expect(throws: ScriptError.self) {
            _ = try await runner(diary).run(Array((source + " error 'the end'").utf8), chunkName: "=test")
        }
        return diary.text
    }

    @Test func aCheckpointLeavesOutRowsThatWereOnlyFetched() async throws {
        let news = """
            local news = resource "news" {
                url = "https://api.example/paged/news", key = "id", since = { field = "updated", param = "updatedMin" },
            }
            """
        #expect(try await leftBehind(news + " news:fetch() checkpoint()") == ["load", "rows"])
        #expect(try await happened(news + " news:fetch() checkpoint()").count == 3)
        #expect(try await leftBehind(news + " for _ in news:each() do end checkpoint()").count == 3)
        let again = " for rows in news:with { interval = 60 }:every() do checkpoint() break end"
        #expect(try await leftBehind(news + again).count == 3)
    }

    @Test func aCancelledLoopKeepsItsPosition() async throws {
        let left = try await leftBehind(
            """
            local paged = resource "paged" {
                url = "https://api.example/paged/cursor", path = "items", pages = { cursor = "next", param = "cursor" },
            }
            local is_kept = false
            pcall(task.all, {
                function()
                    for row in paged:each() do
                        if row.id == 2 then checkpoint() is_kept = true task.sleep(600) end
                    end
                end,
                function() while not is_kept do task.sleep(0.01) end error "another" end,
            })
            checkpoint()
            """)
        #expect(left.last { $0.hasPrefix("{") }?.contains("\"position\"") == true, "\(left)")
    }

    private static func stopped(at place: String) -> String {
        """
        {"resources":{"p":{"GET https://api.example/\(place)":{"position":{"style":"cursor","request":{"query":{"cursor":"4"}},\
        "page":2,"item":1,"row":1}}}},"state":{}}
        """
    }

    @Test func aCursorThatHasExpiredIsExplained() async throws {
        let diary = Diary(before: Self.stopped(at: "status/400"))
        let result = try await runner(diary).run(
            Array(
                """
                local ok, problem = pcall(function()
                    for _ in resource "p" {
                        url = "https://api.example/status/400", pages = { cursor = "next", param = "cursor" },
                    }:each() do end
                end)
                return problem.advice
                """.utf8), chunkName: "=test")
        #expect(result.value.text?.contains("--full") == true)
    }

    @Test func aPositionOfAnotherStyleIsDropped() async throws {
        let diary = Diary(before: Self.stopped(at: "paged/offset"))
        let result = try await runner(diary).run(
            Array(
                """
                local count = 0
                local paged = resource "p" {
                    url = "https://api.example/paged/offset", path = "items", pages = { offset = "offset" },
                }
                for _ in paged:each() do count = count + 1 end
                return count
                """.utf8), chunkName: "=test")
        #expect(result.value == 7)
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

import Foundation
import Synchronization
import TestSupport
import Testing

@testable import LuaHost

/// A host that answers for tests: `echo` returns its arguments, `fail` throws its argument, `later` answers after
/// others ran, `hang` ends only by cancellation.
struct TestHost: LuaHost.Host {
    let record = Record()
    var bodies: [Int64: [UInt8]] = [:]
    /// What further operations give.
    var answers: [String: [LuaValue]] = [:]

    final class Record: Sendable {
        private struct State {
            var performed: [String] = []
            var cancelled = 0
            var running = 0
            var mostRunning = 0
        }
        private let state = Mutex(State())
        var performed: [String] { state.withLock { $0.performed } }
        var cancelled: Int { state.withLock { $0.cancelled } }
        var mostRunning: Int { state.withLock { $0.mostRunning } }

        func enter(_ name: String) {
            state.withLock {
                $0.performed.append(name)
                $0.running += 1
                $0.mostRunning = max($0.mostRunning, $0.running)
            }
        }
        func leave() { state.withLock { $0.running -= 1 } }
        func cancel() { state.withLock { $0.cancelled += 1 } }
    }

    /// Where `here` runs.
    var executor: (any TaskExecutor)?

    func executor(for operation: LuaHost.Operation) -> (any TaskExecutor)? {
        operation.name == "here" ? executor : nil
    }

    func perform(_ operation: LuaHost.Operation) async throws -> [LuaValue] {
        record.enter(operation.name)
        defer { record.leave() }
        switch operation.name {
        case "echo": return operation.arguments
        case "fail": throw Failure(fields: operation[0].table ?? ["message": operation[0]])
        case "throw": throw CocoaError(.fileNoSuchFile)
        case "where": return [.text(operation.location.map { "\($0)" } ?? "nowhere")]
        case "later":
            for _ in 0..<20 { await Task.yield() }
            return operation.arguments
        case "hang":
            do {
                try await Task.sleep(for: .seconds(3600))
            } catch {
                record.cancel()
                throw error
            }
            return []
        case let name where answers[name] != nil: return answers[name] ?? []
        default: return [.text("unknown operation \(operation.name)")]
        }
    }

    func withBody<R>(_ handle: Int64, charset: String?, _ body: (LentBody) throws -> R) throws -> R? {
        if charset == "unknown" { throw Failure(fields: ["kind": "decode", "message": "an unknown charset"]) }
        return try bodies[handle]?.withUnsafeBytes { try body(LentBody(bytes: $0, isUTF8: charset != nil)) }
    }
}

struct Failure: ScriptFailure {
    var fields: [String: LuaValue]
}

/// What a script writes.
final class Output: Sendable {
    private let bytes = Mutex<(out: [UInt8], err: [UInt8])>(([], []))
    var text: String { String(decoding: bytes.withLock { $0.out }, as: UTF8.self) }
    var errorText: String { String(decoding: bytes.withLock { $0.err }, as: UTF8.self) }

    var sink: ScriptOutput {
        ScriptOutput { stream, written in
            self.bytes.withLock { if stream == .standardOutput { $0.out += written } else { $0.err += written } }
            return 0
        }
    }
}

/// Runs Lua. The global `host` is the private table that only modules get outside of tests.
struct Script {
    var host = TestHost()
    var functions: [SyncFunction] = [
        SyncFunction("echo") { $0 },
        SyncFunction("upper") { [.text(($0.first?.text ?? "").uppercased())] },
        SyncFunction("fail") { throw Failure(fields: ["kind": "test", "message": $0.first ?? "it failed"]) },
    ]
    var modules: [LuaModule] = []
    var limits = LuaLimits()
    var globals: [String: LuaValue] = [:]
    var environment: [String: String] = [:]
    var modulePath: [String] = []
    var deniedFolders: [String] = []
    var output = Output()

    var runtime: LuaRuntime {
        let expose = LuaModule(name: "host", source: Array("return ...".utf8))
        return LuaRuntime(
            host: host, modules: modules + [expose], functions: functions, limits: limits, globals: globals,
            environment: environment, modulePath: modulePath, deniedFolders: deniedFolders, output: output.sink)
    }

    @discardableResult
    func run(_ source: String, name: String = "@test.lua", arguments: [String] = []) async throws -> [LuaValue] {
        try await runtime.run(Array(source.utf8), chunkName: name, arguments: arguments)
    }

    /// The error with which a script must fail.
    func failure(
        _ source: String, name: String = "@test.lua", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ScriptError {
        let error = await #expect(throws: ScriptError.self, sourceLocation: sourceLocation) {
            try await run(source, name: name)
        }
        return try #require(error, sourceLocation: sourceLocation)
    }
}

/// A folder that is gone after the test, and at the latest after the test run.
final class TemporaryFolder {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = try TempFolder("lua").path
        for (name, text) in files {
            let url = URL(fileURLWithPath: path).appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A script whose last expression must be true, or that must run through.
struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let source: String

    init(_ description: String, _ source: String) {
        testDescription = description
        self.source = source
    }
}

import Foundation
import LuaHost
import Testing

@testable import OAuthLua

/// Runs the Lua specs beside this file: each returns a table of named functions, and each of those is one test.
@Suite struct SpecTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("specs").path
    static let specs = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix("_spec.lua") }.sorted()

    @Test func thereAreSpecs() { #expect(Self.specs.count >= 5) }

    @Test(arguments: specs)
    func spec(file: String) async throws {
        let source = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(file)"))
        let runner = FakeAPI.runner(parameters: [
            "spec": String(decoding: source, as: UTF8.self), "name": "@\(file)", "folder": Self.folder,
        ])
        let result = try await runner.run(Array(Self.harness.utf8), chunkName: "=harness")
        guard case .list(let failures) = result.value else {
            Issue.record("\(file) returned \(result.value)")
            return
        }
        for failure in failures { Issue.record("\(file): \(failure.text ?? "?")") }
    }

    /// Runs the spec's functions and returns what failed. At least one must have run.
    static let harness = """
        local chunk = assert(load(params.spec, params.name, "t"))
        local tests, failures, count = chunk(), json.array {}, 0
        for name, test in pairs(tests) do
          count = count + 1
          local ok, problem = pcall(test)
          if not ok then failures[#failures + 1] = name .. ": " .. tostring(problem) end
        end
        if count == 0 then failures[1] = "no tests" end
        return failures
        """
}

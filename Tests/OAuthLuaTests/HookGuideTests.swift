import Foundation
import LuaHost
import OAuthCore
import Testing

@testable import OAuthLua

/// The examples of docs/guide/hooks.md are definitions that can be made.
@Suite struct HookGuideTests {
    static let examples: [String] = {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/guide/hooks.md").standardizedFileURL
        let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
        return text.components(separatedBy: "```lua\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }()

    private func entries(_ source: String) async throws -> [ConnectionTable.Entry] {
        let collector = DefinitionCollector(
            services: FakeProvider().services(), inputs: FakeProvider.inputs, limits: LuaLimits())
        let entries = try await collector.collect(Array(source.utf8), chunkName: "@guide.lua")
        collector.end()
        return entries
    }

    @Test(arguments: examples) func theExampleIsADefinition(_ source: String) async throws {
        let entries = try await entries(source)
        #expect(entries.count == 1)
        #expect(entries.first?.definition.hookPoints.isEmpty == false)
    }

    @Test func eachHookHasAnExample() async throws {
        var points: Set<HookPoint> = []
        for source in Self.examples { points.formUnion(try await entries(source)[0].definition.hookPoints) }
        #expect(points == Set(HookPoint.allCases))
    }
}

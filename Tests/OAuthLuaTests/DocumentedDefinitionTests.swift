import Foundation
import LuaHost
import OAuthCore
import Testing

@testable import OAuthLua

/// The Lua of the documentation: every block is Lua, and what it defines passes every check of a definition.
@Suite struct DocumentedDefinitionTests {
    struct Block: Sendable, CustomTestStringConvertible {
        var page: String
        var line: Int
        var text: String
        var testDescription: String { "\(page):\(line)" }
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func blocks(of page: String) -> [Block] {
        let text = (try? String(contentsOf: root.appendingPathComponent(page), encoding: .utf8)) ?? ""
        var blocks: [Block] = []
        var open: Block?
        for (index, line) in text.components(separatedBy: "\n").enumerated() {
            if open != nil, line.hasPrefix("```") {
                blocks.append(open!)
                open = nil
            } else if open != nil {
                open!.text += line + "\n"
            } else if line == "```lua" {
                open = Block(page: page, line: index + 1, text: "")
            }
        }
        return blocks
    }

    static let guides =
        ((try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("docs/guide").path)) ?? [])
        .filter { $0.hasSuffix(".md") }.sorted().map { "docs/guide/\($0)" }

    /// Either a chunk, or the fields of a definition.
    @Test(arguments: guides.flatMap(blocks))
    func everyBlockIsLua(block: Block) async throws {
        let runner = FakeAPI.runner(parameters: ["text": block.text])
        let result = try await runner.run(
            Array(
                "return (load(params.text, '=block', 't') or load('return {' .. params.text .. '}', '=block', 't')) ~= nil"
                    .utf8),
            chunkName: "=check")
        #expect(result.value == .boolean(true))
    }

    static let definitions = ["docs/guide/odd-providers.md", "docs/guide/hooks.md", "docs/guide/providers.md"].flatMap(
        blocks
    )
    .filter { $0.text.contains("oauth.connection {") }

    @Test func thereAreDefinitions() { #expect(Self.definitions.count >= 25) }

    @Test(arguments: definitions)
    func everyDefinitionPassesItsChecks(block: Block) async throws {
        let collector = DefinitionCollector(
            services: FakeAPI.services(),
            inputs: ScriptInputs(arguments: [], parameters: [:], environment: [:], deniedFolders: []),
            limits: LuaLimits())
        let entries = try await collector.collect(Array(block.text.utf8), chunkName: "@\(block.page):\(block.line)")
        #expect(entries.count == block.text.components(separatedBy: "oauth.connection {").count - 1)
    }
}

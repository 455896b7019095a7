import Foundation
import LuaHost
import OAuthCore
import Testing

@testable import OAuthLua

/// The fields that `oauthlua.d.lua` documents are the fields of the schema, and each has an example that is a definition.
@Suite struct DefinitionReferenceTests {
    static let section: String = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/OAuthLua/oauthlua.d.lua").standardizedFileURL
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let sections = text.components(separatedBy: "\n--# ")
        return sections.first { $0.hasPrefix("Definitions\n") } ?? ""
    }()

    static let examples: [String] = section.components(separatedBy: "---```lua\n").dropFirst().map { part in
        part.components(separatedBy: "---```")[0].split(separator: "\n").map { $0.dropFirst(3) }
            .joined(separator: "\n")
    }

    private var documented: [String] {
        Self.section.split(separator: "\n").compactMap { line in
            line.hasPrefix("---@field ")
                ? line.split(separator: " ")[1].split(separator: "?").first.map(String.init) : nil
        }
    }

    @Test func everyFieldIsDocumentedOnce() {
        #expect(documented.sorted() == ConnectionSchema.fields.map(\.name).sorted())
    }

    @Test(arguments: ConnectionSchema.fields.map(\.name)) func theFieldHasAnExample(_ field: String) throws {
        let use = try Regex("[{, ]\(field) = ")
        #expect(Self.examples.contains { $0.contains(use) })
    }

    @Test(arguments: examples) func theExampleIsADefinition(_ source: String) async throws {
        let collector = DefinitionCollector(
            services: FakeProvider().services(), inputs: FakeProvider.inputs, limits: LuaLimits())
        let entries = try await collector.collect(Array(source.utf8), chunkName: "@reference.lua")
        collector.end()
        #expect(entries.count == source.components(separatedBy: "oauth.connection {").count - 1)
    }
}

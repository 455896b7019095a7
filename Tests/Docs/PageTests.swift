import Foundation
import TestSupport
import Testing

/// Every command that the README and the guide show is run.
@Suite(.timeLimit(.minutes(10))) struct PageTests {
    static let pages: [String] = {
        let guide = (try? FileManager.default.contentsOfDirectory(atPath: Repository.path("docs/guide"))) ?? []
        let all = ["README.md"] + guide.filter { $0.hasSuffix(".md") }.sorted().map { "docs/guide/" + $0 }
        return all.filter { FileManager.default.fileExists(atPath: Repository.path($0)) }
    }()

    @Test(arguments: pages) func commandsDoWhatThePageSays(_ page: String) async throws {
        let text = try String(contentsOfFile: Repository.path(page), encoding: .utf8)
        try await PageRunner(name: page).run(Block.all(in: text))
    }

    @Test(arguments: ["README.md", "docs/guide/first-script.md"]) func thePagesAreThere(_ page: String) {
        #expect(Self.pages.contains(page))
    }
}

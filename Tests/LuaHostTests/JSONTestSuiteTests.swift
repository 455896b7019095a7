import Foundation
import Testing

@testable import LuaHost

/// Every file of JSONTestSuite: y_ is accepted, n_ refused, i_ ends either way without harm.
@Suite struct JSONTestSuiteTests {
    static let folder: String? = {
        let data = ProcessInfo.processInfo.environment["OAUTHLUA_TEST_DATA"] ?? "../shared/data"
        let folder = data + "/JSONTestSuite/test_parsing"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    static let files: [String] = {
        guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
        return names.filter { $0.hasSuffix(".json") }.sorted()
    }()

    @Test(
        .enabled(
            if: folder != nil,
            "JSONTestSuite is not at ../shared/data; OAUTHLUA_TEST_DATA may name the folder that holds it"))
    func suite() async throws {
        #expect(Self.files.count > 300)
        for name in Self.files {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: Self.folder! + "/" + name))
            let script = Script(globals: ["text": .string(Array(bytes))])
            let result = try await script.run(
                "local ok, e = pcall(json.decode, text) return ok, ok or (e.kind == 'decode' and e.offset >= 1 and e.offset <= #text + 1)"
            )
            switch name.first {
            case "y": #expect(result == [true, true], "\(name)")
            case "n": #expect(result == [false, true], "\(name)")
            default: #expect(result[1] == true, "\(name)")
            }
        }
    }
}

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

    /// What is wanted of a document does not change whether it is one: the files as they are, and within what is passed over.
    @Test(.enabled(if: folder != nil, "JSONTestSuite is not there"))
    func suiteWithPaths() async throws {
        for name in Self.files {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: Self.folder! + "/" + name)))
            let framed = Array("{\"skipped\":[".utf8) + bytes + Array("],\"wanted\":1}".utf8)
            for (text, path) in [(bytes, "none"), (bytes, "[0]"), (framed, "wanted"), (framed, "skipped[9]")] {
                let script = Script(globals: ["text": .string(text), "path": .text(path)])
                let result = try await script.run(
                    """
                    local plain, why = pcall(json.decode, text)
                    local problems = 0
                    for _, options in ipairs { { path = path }, { fields = { path, x = "skipped[*].a" } }, { path = path, also = { "$.b" } } } do
                        local ok, other = pcall(json.decode, text, options)
                        if ok ~= plain or not ok and tostring(other) ~= tostring(why) then problems = problems + 1 end
                    end
                    return plain, problems
                    """)
                #expect(result[1] == 0, "\(name)")
                if text == bytes, name.first == "n" { #expect(result[0] == false, "\(name)") }
            }
        }
    }

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

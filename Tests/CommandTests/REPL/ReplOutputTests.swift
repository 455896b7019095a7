import Foundation
import OAuthLua
import TestSupport
import Testing

@testable import oauthlua

/// What is shown, as it is recorded: `OAUTHLUA_RECORD_SNAPSHOTS=1` records it anew.
@Suite struct ReplOutputTests {
    private func expectSnapshot(_ text: String, _ name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/\(name).txt")
        if ProcessInfo.processInfo.environment["OAUTHLUA_RECORD_SNAPSHOTS"] == "1" {
            return try Data(text.utf8).write(to: file)
        }
        let recorded = try #require(try? String(contentsOf: file, encoding: .utf8), "no snapshot \(name)")
        #expect(text == recorded, "differs from Snapshots/\(name).txt")
    }

    @Test(arguments: ["tables", "errors", "commands"])
    func session(name: String) async throws {
        let input = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/\(name).lua")
        let result = try await Command.oauthlua(home: TempFolder("repl")).run(
            ["repl"], input: String(contentsOf: input, encoding: .utf8))
        try expectSnapshot(result.stdout + "--- stderr\n" + result.stderr, name)
    }

    @Test(arguments: [
        "oauth.connection", "connection:get", "get", "scope", "response", "task.map", "json", "definition",
    ])
    func help(name: String) throws {
        let index = HelpIndex(InteractiveSession.annotations)
        let text = HelpText(width: 80, isStyled: false)
        let pages = try index.checked(name).map { text.page($0, in: index) }
        try expectSnapshot(pages.joined(separator: "\n"), "help-\(name.replacing(":", with: "."))")
    }

    @Test func everythingThatIsAnnotatedHasHelp() throws {
        let index = HelpIndex(InteractiveSession.annotations)
        #expect(index.entries.count > 100)
        for name in index.names { #expect(!index.entries(named: name).isEmpty, "\(name)") }
        for name in ["connection:get", "resource:fetch", "response:json", "resource", "env"] {
            #expect(index.names.contains(name), "\(name)")
        }
        #expect(throws: (any Error).self) { try index.checked("conection") }
        try expectSnapshot(HelpText(width: 100, isStyled: true).overview(index), "help")
    }

    @Test func whatIsWrittenWhileALineIsEdited() {
        var held = HeldOutput()
        held.add(Array("a".utf8), to: 1)
        #expect(!held.hasWhole)
        held.add(Array("b\nc".utf8), to: 1)
        held.add(Array("err\n".utf8), to: 2)
        func text(_ outputs: [(descriptor: Int32, bytes: [UInt8])]) -> [String] {
            outputs.map { "\($0.descriptor):" + String(decoding: $0.bytes, as: UTF8.self) }
        }
        #expect(text(held.takeWhole()) == ["1:ab\n", "2:err\n"])
        #expect(!held.hasWhole)
        held.add(Array("d".utf8), to: 1)
        #expect(text(held.takeAll()) == ["1:cd"])
        held.add([UInt8](repeating: 97, count: HeldOutput.longest + 1), to: 1)
        #expect(held.takeWhole().first?.bytes.last == UInt8(ascii: "\n"), "a line without end is shown all the same")
    }
}

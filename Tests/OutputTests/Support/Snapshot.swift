import Foundation
import Testing

/// Compares with a file under Snapshots; `OAUTHLUA_RECORD_SNAPSHOTS=1` writes it instead.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Snapshots/\(name).txt")
    if ProcessInfo.processInfo.environment["OAUTHLUA_RECORD_SNAPSHOTS"] == "1" {
        try Data(text.utf8).write(to: file)
        return
    }
    let recorded = try #require(
        try? String(contentsOf: file, encoding: .utf8),
        "no snapshot \(name): record it with OAUTHLUA_RECORD_SNAPSHOTS=1", sourceLocation: sourceLocation)
    #expect(text == recorded, "differs from Snapshots/\(name).txt", sourceLocation: sourceLocation)
}

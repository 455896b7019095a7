import Foundation
import TestSupport

/// A folder that goes with the value, and at the latest with the test run.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws { path = try TempFolder("vault").path }

    deinit {
        // A vault that closes its file on its own thread removes files under our hands.
        for _ in 0..<10 where FileManager.default.fileExists(atPath: path) {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    var store: String { path + "/store.sqlite" }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}

/// The permission bits of a file or folder.
func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
}

func chmod644(_ path: String) { chmod(path, 0o644) }

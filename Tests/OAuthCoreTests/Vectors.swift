import Foundation

@testable import OAuthCore

/// Published examples and keys made for these tests, in files beside them.
enum Vectors {
    static func text(_ name: String) throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors")
        return try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    static func json(_ name: String) throws -> JSONValue {
        guard let value = JSONValue(try text("\(name).json").utf8) else { throw CocoaError(.fileReadCorruptFile) }
        return value
    }

    /// A private key in PEM that stands for nobody.
    static func key(_ name: String) throws -> Redacted<String> { Redacted(try text("keys/\(name).pem")) }
}

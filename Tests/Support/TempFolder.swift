import Foundation

/// An empty folder for one test. All of them are removed when the test run ends.
///
/// A value, not an object: a folder that vanished after its last mention would vanish under a running process.
public struct TempFolder: Sendable {
    /// Absolute, without symbolic links.
    public let path: String

    public init(_ name: String = "folder") throws {
        path = TempFolder.root + "/" + name + "-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    public func path(of name: String) -> String { path + "/" + name }

    /// Writes a file (and the folders above it), and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = path(of: name)
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    public func read(_ name: String) throws -> String {
        String(decoding: try bytes(of: name), as: UTF8.self)
    }

    public func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(of: name))))
    }

    public func contains(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(of: name)) }

    /// The names of everything in it, sorted, folders with a slash at the end.
    public var contents: [String] {
        let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return found.map { name in
            let kind =
                try? FileManager.default.attributesOfItem(atPath: self.path(of: name))[.type] as? FileAttributeType
            return kind == .typeDirectory ? name + "/" : name
        }.sorted()
    }

    /// One folder for the whole run, named after its process, so that what a crashed run left is seen and removed.
    private static let root: String = {
        let parent = realTemporaryFolder()
        let prefix = "oauthlua-tests-"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            guard let pid = pid_t(name.dropFirst(prefix.count)), kill(pid, 0) != 0, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(atPath: parent + "/" + name)
        }
        atexit { TempFolder.removeAll() }
        return parent + "/" + prefix + String(getpid())
    }()

    private static func removeAll() { try? FileManager.default.removeItem(atPath: root) }

    private static func realTemporaryFolder() -> String {
        let path = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        return URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}

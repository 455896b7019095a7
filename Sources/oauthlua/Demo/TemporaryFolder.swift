#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A folder of our own below the system's temporary one, for its owner alone.
struct TemporaryFolder {
    let path: String

    init(prefix: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "\(prefix)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        path = folder.path
    }

    /// With all that is in it.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}

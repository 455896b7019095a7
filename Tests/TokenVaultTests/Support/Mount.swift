import Foundation

/// A file system of its own in a temporary folder, for full disks and read-only ones: permission bits and quotas do not
/// stop a superuser. Ends with the value.
final class Mount: Sendable {
    let folder: TemporaryFolder
    var path: String { folder.path }
    var store: String { folder.store }

    /// A disk of `size` bytes.
    init(size: Int) throws {
        folder = try TemporaryFolder()
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(size)") == 0 else {
            throw CocoaError(.fileWriteNoPermission)
        }
    }

    deinit { umount2(folder.path, Int32(MNT_DETACH)) }

    func makeReadOnly() throws {
        let flags = UInt(MS_REMOUNT) | UInt(MS_RDONLY)
        guard mount("tmpfs", folder.path, "tmpfs", flags, nil) == 0 else { throw CocoaError(.fileWriteNoPermission) }
    }

    /// Takes all the space that is left.
    func fill() throws {
        let descriptor = open(path + "/filler", O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        let page = [UInt8](repeating: 1, count: 4096)
        while write(descriptor, page, page.count) > 0 {}
    }

    static let isPossible: Bool = (try? Mount(size: 65536)) != nil
}

import Foundation

/// A file system of its own, for full disks: permission bits and quotas do not stop a superuser. Ends with the value.
public final class SmallDisk: Sendable {
    public let folder: TempFolder

    /// - Parameter size: bytes.
    public init(size: Int) throws {
        folder = try TempFolder("disk")
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(size)") == 0 else {
            throw ProcessFailure(description: "cannot mount: \(String(cString: strerror(errno)))")
        }
    }

    deinit { umount2(folder.path, Int32(MNT_DETACH)) }

    /// Whether this user may mount at all.
    public static let isPossible: Bool = (try? SmallDisk(size: 65536)) != nil
}

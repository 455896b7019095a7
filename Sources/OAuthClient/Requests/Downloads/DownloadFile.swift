import NIOCore
import OAuthCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file that `save=` writes: whole or not at all.
///
/// Bytes go to a new file in the target's folder, which takes the target's place when the last one is on disk. An old
/// file stays as it was until then, keeps its permissions, and a symbolic link keeps pointing to it. What is not a
/// regular file (`/dev/stdout`, a pipe) is written to directly.
///
/// A partial file that has a ``PartialMark`` outlives a failure, so that a later request can go on with it.
final class DownloadFile {
    private let target: String
    /// nil where the target is written to directly.
    private let partial: String?
    private let file: FileDescriptorBox
    /// Where the mark of a partial file that may be kept is; nil where it goes with this value.
    private let markPath: String?
    /// What the bytes so far belong to, where they may be kept.
    private(set) var mark: PartialMark?
    private(set) var size = 0
    private var isCommitted = false

    /// Whether writing can begin again from the start.
    var canRestart: Bool { partial != nil }

    /// - Parameter keepsPartial: whether to go on with a partial file of an earlier request, and to leave one for a later.
    ///   Has no effect while another process is at it.
    /// - Throws: ``OAuthError`` of kind `store` that names the file.
    init(path: String, keepsPartial: Bool = false) throws(OAuthError) {
        target = Self.resolved(path)
        var status = stat()
        let exists = stat(target, &status) == 0
        guard !exists || status.st_mode & S_IFMT != S_IFDIR else { throw Self.failure(path, EISDIR) }
        if exists, status.st_mode & S_IFMT != S_IFREG {
            let descriptor = open(target, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Self.failure(path, errno) }
            (partial, markPath) = (nil, nil)
            file = FileDescriptorBox(descriptor)
            return
        }
        let folder = Self.folder(of: target)
        let mode: mode_t = exists ? 0o600 : 0o666
        if keepsPartial {
            let kept = "\(folder)/.\(target.split(separator: "/").last ?? "").part"
            if let descriptor = Self.openKept(kept, mode) {
                partial = kept
                markPath = kept + ".mark"
                file = FileDescriptorBox(descriptor)
                if exists { fchmod(descriptor, status.st_mode & 0o7777) }
                mark = PartialMark(path: kept + ".mark")
                size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
                if mark == nil || size == 0 { try restart() }
                return
            }
        }
        let unique = String(UInt64.random(in: .min ... .max), radix: 36)
        let path = "\(folder)/.download-\(unique).part"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Self.failure(target, errno) }
        if exists { fchmod(descriptor, status.st_mode & 0o7777) }
        (partial, markPath) = (path, nil)
        file = FileDescriptorBox(descriptor)
    }

    deinit {
        guard let partial, !isCommitted else { return }
        if markPath != nil, mark != nil, size > 0 { return }
        unlink(partial)
        if let markPath { unlink(markPath) }
    }

    /// A file that is ours alone: its name can be guessed, and its folder may be everybody's. nil where somebody else is
    /// at it, or where it is not what we would have made.
    private static func openKept(_ path: String, _ mode: mode_t) -> Int32? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_nlink == 1, flock(descriptor, LOCK_EX | LOCK_NB) == 0
        else {
            close(descriptor)
            return nil
        }
        // Whoever had the lock before may have finished: then the name is gone, and this is the finished file.
        var named = stat()
        guard lstat(path, &named) == 0, named.st_ino == status.st_ino, named.st_dev == status.st_dev else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Behind symbolic links; `path` itself where it does not exist yet.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Forgets what was written so far.
    func restart() throws(OAuthError) {
        mark = nil
        if let markPath { unlink(markPath) }
        guard partial != nil else { return }
        guard ftruncate(file.descriptor, 0) == 0, lseek(file.descriptor, 0, SEEK_SET) == 0 else { throw failure(errno) }
        size = 0
    }

    /// What follows belongs to this, and may be kept.
    func begin(_ mark: PartialMark?) throws(OAuthError) {
        self.mark = mark
        guard let mark, let markPath else { return }
        guard mark.write(to: markPath) else { throw failure(errno) }
    }

    func write(_ chunk: ByteBuffer) throws(OAuthError) {
        var written = 0
        let bytes = chunk.readableBytesView
        while written < bytes.count {
            let count = bytes.dropFirst(written).withUnsafeBytes { posixWrite(file.descriptor, $0) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(errno)
            }
            written += count
            size += count
        }
    }

    /// What was written so far, a piece at a time.
    func read(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var offset = 0
        try withUnsafeTemporaryAllocation(byteCount: 256 << 10, alignment: 16) { buffer in
            while offset < size {
                let count = pread(file.descriptor, buffer.baseAddress, min(buffer.count, size - offset), off_t(offset))
                guard count > 0 else { throw failure(count < 0 ? errno : EIO) }
                try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                offset += count
            }
        }
    }

    /// Durable, and in the place of the old file.
    func commit() throws(OAuthError) {
        guard let partial else { return }
        guard fsync(file.descriptor) == 0, rename(partial, target) == 0 else { throw failure(errno) }
        isCommitted = true
        if let markPath { unlink(markPath) }
        let descriptor = open(Self.folder(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private func failure(_ code: Int32) -> OAuthError { Self.failure(target, code) }

    private static func failure(_ path: String, _ code: Int32) -> OAuthError {
        OAuthError(.store, "the response cannot be saved to \(path): \(SystemError.text(code))")
    }
}

/// `write(2)`, where a method of that name is in the way.
func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

import NIOCore
import OAuthCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The file that `save=` writes: whole or not at all.
///
/// Bytes go to a new file in the target's folder, which takes the target's place when the last one is on disk. An old
/// file stays as it was until then, keeps its permissions, and a symbolic link keeps pointing to it. What is not a
/// regular file (`/dev/stdout`, a pipe) is written to directly.
struct DownloadFile {
    private let target: String
    /// nil where the target is written to directly.
    private let partial: String?
    private let file: FileDescriptorBox
    private(set) var size = 0

    /// - Throws: ``OAuthError`` of kind `store` that names the file.
    init(path: String) throws(OAuthError) {
        func failure(_ code: Int32) -> OAuthError {
            OAuthError(.store, "the response cannot be saved to \(path): \(SystemError.text(code))")
        }
        target = Self.resolved(path)
        var status = stat()
        let exists = stat(target, &status) == 0
        guard !exists || status.st_mode & S_IFMT != S_IFDIR else { throw failure(EISDIR) }
        if exists, status.st_mode & S_IFMT != S_IFREG {
            let descriptor = open(target, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw failure(errno) }
            partial = nil
            file = FileDescriptorBox(descriptor)
            return
        }
        let unique = String(UInt64.random(in: .min ... .max), radix: 36)
        let path = Self.folder(of: target) + "/.download-\(unique).part"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, exists ? 0o600 : 0o666)
        guard descriptor >= 0 else { throw failure(errno) }
        if exists { fchmod(descriptor, status.st_mode & 0o7777) }
        partial = path
        file = FileDescriptorBox(descriptor)
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

    mutating func write(_ chunk: ByteBuffer) throws(OAuthError) {
        var written = 0
        let bytes = chunk.readableBytesView
        while written < bytes.count {
            let count = bytes.dropFirst(written).withUnsafeBytes { posixWrite(file.descriptor, $0) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(errno)
            }
            written += count
        }
        size += written
    }

    /// Durable, and in the place of the old file.
    func commit() throws(OAuthError) {
        guard let partial else { return }
        guard fsync(file.descriptor) == 0, rename(partial, target) == 0 else { throw failure(errno) }
        let descriptor = open(Self.folder(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Removes what was written so far.
    func discard() {
        if let partial { unlink(partial) }
    }

    private func failure(_ code: Int32) -> OAuthError {
        OAuthError(.store, "the response cannot be saved to \(target): \(SystemError.text(code))")
    }
}

private func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

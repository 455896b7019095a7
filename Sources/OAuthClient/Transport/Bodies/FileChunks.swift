import NIOCore
import OAuthCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A regular file's bytes, 64 kB at a time.
struct FileChunks: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let path: String
    /// In bytes, when it was opened.
    let size: Int
    private let file: FileDescriptorBox

    /// - Throws: ``OAuthError`` of kind `config` that names the file.
    init(path: String) throws(OAuthError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw OAuthError(.config, "the file \(path) cannot be sent: \(SystemError.text(errno))")
        }
        file = FileDescriptorBox(descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw OAuthError(.config, "the file \(path) cannot be sent: it is not a regular file")
        }
        self.path = path
        size = Int(status.st_size)
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(chunks: self) }

    struct AsyncIterator: AsyncIteratorProtocol {
        let chunks: FileChunks
        var offset = 0

        mutating func next() async throws -> ByteBuffer? {
            let wanted = Swift.min(64 << 10, chunks.size - offset)
            guard wanted > 0 else { return nil }
            var buffer = ByteBuffer()
            var count = 0
            buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { space in
                count = pread(chunks.file.descriptor, space.baseAddress, wanted, off_t(offset))
                return Swift.max(count, 0)
            }
            guard count > 0 else {
                throw OAuthError(
                    .config,
                    count < 0
                        ? "the file \(chunks.path) could not be read: \(SystemError.text(errno))"
                        : "the file \(chunks.path) became shorter while it was sent")
            }
            offset += count
            return buffer
        }
    }
}

/// Closes a descriptor with its last user.
final class FileDescriptorBox: Sendable {
    let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}

/// The system's words for an error number (`strerror` keeps its buffer for each thread in the C libraries we use).
enum SystemError {
    static func text(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}

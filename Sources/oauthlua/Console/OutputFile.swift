import OAuthCore
import Output

#if canImport(Glibc)
    import Glibc
#endif

/// `-o FILE`: written beside its place and moved there when it is whole. Until then the old file stays.
final class OutputFile {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var isCommitted = false

    init(path: String) throws {
        self.path = path
        temporary = "\(path).\(getpid()).part"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw OutputFailure(path: path, code: errno) }
    }

    var sink: DescriptorSink { DescriptorSink(descriptor) }

    func commit() throws {
        guard fsync(descriptor) == 0 || errno == EINVAL, rename(temporary, path) == 0 else {
            throw OutputFailure(path: path, code: errno)
        }
        isCommitted = true
    }

    deinit {
        close(descriptor)
        if !isCommitted { unlink(temporary) }
    }
}

/// The file of `-o` cannot be written.
struct OutputFailure: Error {
    var path: String
    var code: Int32
}

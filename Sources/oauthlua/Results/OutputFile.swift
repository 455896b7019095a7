import OAuthCore
import Output

#if canImport(Glibc)
    import Glibc
#endif

/// `-o FILE`: written beside its place and moved there when it is whole. Until then the old file stays.
///
/// A link stays a link, and its file's permissions stay. What is no regular file (a pipe, `/dev/null`) is written to as it
/// is.
final class OutputFile {
    /// As the person wrote it.
    private let name: String
    /// Where the links lead to.
    private let path: String
    /// nil where the file is written in its place.
    private let temporary: String?
    private let descriptor: Int32
    private var isCommitted = false

    /// Whether nothing is at the file's place before all of it is.
    var isWhole: Bool { temporary != nil }

    init(path name: String) throws {
        self.name = name
        path = Self.target(of: name)
        var old = stat()
        let exists = stat(path, &old) == 0
        if exists, old.st_mode & S_IFMT != S_IFREG {
            temporary = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw OutputFailure(path: name, code: errno) }
        } else if exists, access(path, W_OK) != 0 {
            throw OutputFailure(path: name, code: errno)
        } else {
            let part = try PartFile(beside: path, name: name)
            temporary = part.path
            descriptor = part.descriptor
            // Whoever may not give a file away keeps it.
            if exists, fchown(descriptor, old.st_uid, old.st_gid) == 0 || old.st_uid == getuid() {
                fchmod(descriptor, old.st_mode & 0o777)
            }
        }
    }

    func write(_ bytes: [UInt8]) throws {
        do throws(WriteFailure) { try DescriptorSink(descriptor).write(bytes) } catch {
            // A pipe by name whose reader has gone is like stdout's.
            if error.isBrokenPipe { throw error }
            throw OutputFailure(path: name, code: error.code)
        }
    }

    /// From here on the file is the new one, also after a loss of power.
    func commit() throws {
        guard let temporary else { return }
        guard fsync(descriptor) == 0 || errno == EINVAL, rename(temporary, path) == 0 else {
            throw OutputFailure(path: name, code: errno)
        }
        isCommitted = true
    }

    deinit {
        close(descriptor)
        if let temporary, !isCommitted { unlink(temporary) }
    }

    /// Follows links, also to a file that is not there yet.
    private static func target(of name: String) -> String {
        var path = name
        for _ in 0..<40 {
            var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = buffer.withUnsafeMutableBytes {
                readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
            }
            guard count > 0 else { return path }
            let target = String(decoding: buffer[..<count], as: UTF8.self)
            if target.hasPrefix("/") {
                path = target
            } else {
                path = (path.lastIndex(of: "/").map { String(path[...$0]) } ?? "") + target
            }
        }
        return path
    }
}

/// The file of `-o` cannot be written.
struct OutputFailure: Error {
    var path: String
    /// The `errno`.
    var code: Int32

    var isFull: Bool { [ENOSPC, EDQUOT, EFBIG].contains(code) }
}

import SQLiteDatabase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A held `flock(2)`. It belongs to the open file: the kernel ends it with the process, and children do not inherit it.
struct FileLock {
    private let descriptor: Int32

    /// Nil while someone else holds the lock, in this process or another. The file is made where it is missing, never
    /// removed: a lock on a removed file would exclude nobody.
    static func attempt(_ path: String) throws(SystemError) -> FileLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError() }
        guard Files.retrying({ Int(flock(descriptor, LOCK_EX | LOCK_NB)) }) == 0 else {
            let error = SystemError()
            close(descriptor)
            guard error.number == EWOULDBLOCK else { throw error }
            return nil
        }
        let lock = FileLock(descriptor: descriptor)
        guard lock.isStill(at: path) else {
            lock.release()
            return nil
        }
        lock.sign()
        return lock
    }

    func release() { close(descriptor) }

    /// The process that holds the lock or held it last.
    static func holder(_ path: String) -> String? {
        guard let bytes = try? Files.contents(of: path, limit: 32) else { return nil }
        let number = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return Int(number) == nil ? nil : number
    }

    /// Someone may have cleaned up the folder between our opening and locking.
    private func isStill(at path: String) -> Bool {
        var held = stat()
        var named = stat()
        return fstat(descriptor, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
            && held.st_dev == named.st_dev
    }

    /// Our process id, for the message of someone who waited in vain. On a full disk it is missing, no more.
    private func sign() {
        let line = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, line, line.count, 0) }
    }
}

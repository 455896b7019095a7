import SQLiteDatabase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The few file operations a store needs. Everything it creates is for its owner alone: folders 0700, files 0600.
enum Files {
    enum Kind: Equatable {
        case missing, folder, other
        case file(openToOthers: Bool)
    }

    /// What is at `path`, links followed.
    static func kind(of path: String) throws(SystemError) -> Kind {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let error = SystemError()
            if error.isMissing { return .missing }
            throw error
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFREG: return .file(openToOthers: status.st_mode & 0o077 != 0)
        default: return .other
        }
    }

    /// Creates `path` and the folders above it where they are missing. Folders that exist stay as they are.
    static func createFolder(_ path: String) throws(SystemError) {
        guard try kind(of: path) != .folder else { return }
        if mkdir(path, 0o700) == 0 { return try syncFolder(parent(of: path)) }
        var error = SystemError()
        let above = parent(of: path)
        if error.isMissing, above != path {
            try createFolder(above)
            if mkdir(path, 0o700) == 0 { return try syncFolder(above) }
            error = SystemError()
        }
        // Another process may have made it in between.
        guard error.exists, try kind(of: path) == .folder else { throw error }
    }

    /// Creates an empty file; its name is durable on return. Throws `EEXIST` where there is one.
    static func createFile(_ path: String, containing bytes: [UInt8] = []) throws(SystemError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError() }
        defer { close(descriptor) }
        do throws(SystemError) {
            try fill(descriptor, with: bytes)
            guard fsync(descriptor) == 0 else { throw SystemError() }
            try syncFolder(parent(of: path))
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Takes away what others may do with a file of ours, where it exists.
    static func restrict(_ path: String) throws(SystemError) {
        guard try kind(of: path) == .file(openToOthers: true) else { return }
        guard chmod(path, 0o600) == 0 else { throw SystemError() }
    }

    /// Whether this user may write both the file and its folder.
    static func isWritable(_ path: String) -> Bool {
        access(path, W_OK) == 0 && access(parent(of: path), W_OK) == 0
    }

    /// Makes the names in a folder durable, where this user may look into it.
    static func syncFolder(_ path: String) throws(SystemError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let error = SystemError()
            if error.number == EACCES { return }
            throw error
        }
        defer { close(descriptor) }
        // EINVAL: a file system that cannot sync folders has nothing to say.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw SystemError() }
    }

    /// The bytes of a file, device or pipe, at most `limit` of them.
    static func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: limit)
        while bytes.count < limit {
            let count = retrying { read(descriptor, &buffer, limit - bytes.count) }
            guard count >= 0 else { throw SystemError() }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// The path with every link resolved, or as it is where there is nothing yet.
    static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    static func parent(of path: String) -> String {
        var path = Substring(path)
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Blocks the calling thread; only for the store's own.
    static func pause(_ duration: Duration) {
        usleep(UInt32(clamping: duration.microseconds))
    }

    /// A system call again as long as a signal interrupts it.
    static func retrying(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8]) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = retrying { rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } }
            guard count >= 0 else { throw SystemError() }
            rest = rest.dropFirst(count)
        }
    }
}

extension Duration {
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}

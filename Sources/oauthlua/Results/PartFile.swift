#if canImport(Glibc)
    import Glibc
#endif

/// A new file beside the one that it is to replace. It is locked for as long as its process lives, so that whoever comes
/// later knows which of them were left behind by a process that was killed.
struct PartFile {
    let path: String
    let descriptor: Int32

    /// - Parameter target: the file to replace, behind all links.
    /// - Throws: ``OutputFailure``, which names the file as `name`.
    init(beside target: String, name: String) throws(OutputFailure) {
        Self.removeAbandoned(beside: target)
        for _ in 0..<10 {
            let path = "\(Self.start(target))\(UInt32.random(in: 0...UInt32.max)).part"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else {
                if errno == EEXIST { continue }
                throw OutputFailure(path: name, code: errno)
            }
            flock(descriptor, LOCK_EX | LOCK_NB)
            // Another process may have taken it for abandoned in the moment before it was locked.
            var status = stat()
            if fstat(descriptor, &status) != 0 || status.st_nlink > 0 {
                self.path = path
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
        throw OutputFailure(path: name, code: EEXIST)
    }

    /// `folder/.oauthlua-report.csv-`: what follows is a number.
    private static func start(_ target: String) -> String {
        let slash = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
        return "\(target[..<slash]).oauthlua-\(target[slash...])-"
    }

    /// Removes what runs that were killed have left. Where the file system knows no locks, it stays.
    private static func removeAbandoned(beside target: String) {
        let start = start(target)
        let folder = start.lastIndex(of: "/").map { String(start[...$0]) } ?? ""
        let prefix = start.dropFirst(folder.count)
        guard let entries = opendir(folder.isEmpty ? "." : folder) else { return }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            guard name.hasPrefix(prefix), name.hasSuffix(".part"),
                name.dropFirst(prefix.count).dropLast(5).allSatisfy(\.isNumber)
            else { continue }
            removeIfAbandoned(folder + name)
        }
    }

    private static func removeIfAbandoned(_ path: String) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            flock(descriptor, LOCK_EX | LOCK_NB) == 0
        else { return }
        unlink(path)
    }
}

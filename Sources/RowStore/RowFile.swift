#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file itself.
enum RowFile {
    static func exists(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0
    }

    /// A file that no other process has written to meanwhile.
    static func remove(_ path: String) {
        var information = stat()
        if stat(path, &information) == 0, information.st_size == 0 { unlink(path) }
    }
}

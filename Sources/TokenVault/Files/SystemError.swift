#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An `errno` and what it means to a store.
struct SystemError: Error, Equatable {
    var number: Int32

    init(_ number: Int32 = errno) { self.number = number }

    var isFull: Bool { [ENOSPC, EDQUOT, EFBIG].contains(number) }
    var isReadOnly: Bool { [EROFS, EACCES, EPERM].contains(number) }
    var isMissing: Bool { number == ENOENT }
    var exists: Bool { number == EEXIST }

    /// The system's own words, such as "No such file or directory".
    var words: String { String(cString: strerror(number)) }
}

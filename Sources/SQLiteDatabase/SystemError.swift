#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An `errno` and what it means to whoever writes a file.
package struct SystemError: Error, Equatable {
    package var number: Int32

    package init(_ number: Int32 = errno) { self.number = number }

    package var isFull: Bool { [ENOSPC, EDQUOT, EFBIG].contains(number) }
    package var isReadOnly: Bool { [EROFS, EACCES, EPERM].contains(number) }
    package var isMissing: Bool { number == ENOENT }
    package var exists: Bool { number == EEXIST }

    /// The system's own words, such as "No such file or directory".
    package var words: String { String(cString: strerror(number)) }
}

#if canImport(Glibc)
    import Glibc
#endif

/// A file that the person named, `-` for stdin.
enum InputFile {
    /// - Throws: ``NoInput``.
    static func read(_ path: String) throws -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw NoInput(path: path, code: errno) }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 { throw NoInput(path: path, code: errno) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }
}

/// An input file that is not there or cannot be read: exit code 66 (EX_NOINPUT).
struct NoInput: Error {
    var path: String
    /// The `errno`.
    var code: Int32

    var isWithoutExtension: Bool { !(path.split(separator: "/").last ?? "").contains(".") }
}

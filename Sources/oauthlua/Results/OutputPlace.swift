import Output

#if canImport(Glibc)
    import Glibc
#endif

/// Where the bytes of a document go: stdout, or the file of `-o`, which is opened when the first of them come.
final class OutputPlace {
    private let path: String?
    private let console: Console
    private var file: OutputFile?

    init(_ path: String?, console: Console) {
        self.path = path
        self.console = console
    }

    func write(_ bytes: [UInt8]) throws {
        if let file = try opened() { return try file.write(bytes) }
        try console.writeOutput(bytes)
    }

    /// Whether nothing is there before all of it is.
    func isWhole() throws -> Bool { try opened()?.isWhole ?? false }

    /// The file appears, even where nothing was to be written to it.
    func commit() throws { try opened()?.commit() }

    /// A file that is not final goes.
    func discard() { file = nil }

    private func opened() throws -> OutputFile? {
        guard let path else { return nil }
        let file = try file ?? OutputFile(path: path)
        self.file = file
        return file
    }
}

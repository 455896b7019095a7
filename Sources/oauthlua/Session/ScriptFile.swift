/// A script's text and the name its errors carry.
struct ScriptFile {
    /// As the person wrote it; `-` is standard input.
    var path: String
    var source: [UInt8]

    /// - Throws: ``NoInput`` where there is no such file.
    init(path: String) throws { self.init(path: path, source: try InputFile.read(path)) }

    init(path: String, source: [UInt8]) {
        self.path = path
        self.source = source
    }

    /// Lua's convention: `@` and the file's name.
    var chunkName: String { path == "-" ? "=stdin" : "@\(path)" }
}

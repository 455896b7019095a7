import OAuthCore
import Output
import TokenVault

#if canImport(Glibc)
    import Glibc
#endif

/// What was typed in earlier sessions: one line each, for its owner alone.
struct HistoryFile {
    /// Lines that are kept.
    static let limit = 2000

    private let location: StoreLocation

    init(_ location: StoreLocation) { self.location = location }

    var path: String { location.stateFolder + "/repl_history" }

    /// The lines, oldest first; none where there is no file.
    func lines() -> [String] {
        guard let bytes = try? InputFile.read(path) else { return [] }
        let all = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        if all.count > 2 * Self.limit { replace(with: all.suffix(Self.limit)) }
        return all.suffix(Self.limit)
    }

    /// - Throws: ``WriteFailure``, ``OAuthError``.
    func append(_ lines: [String]) throws {
        try location.createStateFolder()
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw WriteFailure(code: errno) }
        defer { close(descriptor) }
        // A file that was there with other rights.
        guard fchmod(descriptor, 0o600) == 0 else { throw WriteFailure(code: errno) }
        try DescriptorSink(descriptor).write(Array(lines.map { $0 + "\n" }.joined().utf8))
    }

    /// Another session may append meanwhile: what it wrote in this moment is lost, and nothing else.
    private func replace(with lines: some Sequence<String>) {
        let new = path + ".new"
        unlink(new)
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard (try? DescriptorSink(descriptor).write(Array(lines.map { $0 + "\n" }.joined().utf8))) != nil else {
            unlink(new)
            return
        }
        rename(new, path)
    }
}

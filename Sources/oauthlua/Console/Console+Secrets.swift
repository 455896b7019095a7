import OAuthCore
import Output

#if canImport(Glibc)
    import Glibc
#endif

extension Console {
    /// One line from the terminal without showing what is typed, or from stdin where that is none; nil where a person would
    /// have to be asked and cannot be. Empty at the end of input.
    /// - Throws: ``OAuthError`` of kind `config` for one that is longer than ``StandardInput/limit``: what was cut would
    ///   be another secret.
    func readSecret(_ prompt: String) async throws -> Redacted<String>? {
        let line: Redacted<String>?
        if Terminal.isTerminal(STDIN_FILENO) {
            guard isInteractive else { return nil }
            defer { progress?.lineEnded() }
            line = await StandardInput.hiddenLine { writeError(prompt) }
        } else {
            line = await StandardInput.line().map { Redacted($0) }
        }
        guard let line else { return Redacted("") }
        guard line.reveal().utf8.count < StandardInput.limit else {
            throw OAuthError(
                .config,
                "the value is longer than \(StandardInput.limit / 1024) KB, which is more than one line can be",
                advice: "Check what was typed or piped in: nothing of it was taken")
        }
        return line
    }
}

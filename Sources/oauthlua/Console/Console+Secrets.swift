import OAuthCore

#if canImport(Glibc)
    import Glibc
#endif

extension Console {
    /// One line from the terminal without showing what is typed, or from stdin where that is none.
    func readSecret(_ prompt: String) async throws -> Redacted<String> {
        let asks = isatty(STDIN_FILENO) == 1
        guard asks else { return Redacted(Swift.readLine() ?? "") }
        guard isInteractive else {
            throw OAuthError(
                .config, "the value must be asked for", advice: "Leave out --non-interactive, or pipe it in")
        }
        return await StandardInput.hiddenLine { writeError(prompt) } ?? Redacted("")
    }
}

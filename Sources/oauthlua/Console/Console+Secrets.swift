import OAuthCore

#if canImport(Glibc)
    import Glibc
#endif

extension Console {
    /// One line from the terminal without showing what is typed, or from stdin where that is none.
    func readSecret(_ prompt: String) throws -> Redacted<String> {
        let asks = isatty(STDIN_FILENO) == 1
        guard asks else { return Redacted(Swift.readLine() ?? "") }
        guard isInteractive else {
            throw OAuthError(
                .config, "the value must be asked for", advice: "Leave out --non-interactive, or pipe it in")
        }
        writeError(prompt)
        var before = termios()
        tcgetattr(STDIN_FILENO, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            writeError("\n")
        }
        return Redacted(Swift.readLine() ?? "")
    }
}

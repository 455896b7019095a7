import LuaHost
import OAuthCore
import OAuthLua
import Output

#if canImport(Glibc)
    import Glibc
#endif

/// Owns stdout, stderr and the questions on the terminal. Data goes to stdout, everything else to stderr.
struct Console: Sendable {
    var logLevel: LogLevel
    var logFormat: LogFormat
    var isQuiet: Bool
    var isStyled: Bool
    /// Columns of the terminal on stderr, nil where it is none.
    var width: Int?
    /// Whether a person can be asked something.
    var isInteractive: Bool
    var environment: [String: String]
    /// Who takes what would be written to the terminal.
    let detour = OutputDetour()
    /// Shows long work, where that is wanted; nil elsewhere.
    var progress: ProgressLine?

    init(_ options: CommonSettings, environment: [String: String]) {
        self.environment = environment
        logLevel = options.logLevel
        logFormat = options.logFormat
        isQuiet = options.quiet
        let terminal = Terminal.isTerminal(STDERR_FILENO)
        isStyled = options.color.isOn(isTerminal: terminal, environment: environment)
        width = terminal ? Terminal.width(of: STDERR_FILENO, environment: environment) : nil
        isInteractive = !options.nonInteractive && Terminal.isTerminal(STDIN_FILENO) && terminal
        let isShown = terminal && !options.quiet && !options.verbose && options.logLevel <= .info
        if isShown, options.logFormat == .text, environment["TERM"] != "dumb" {
            progress = ProgressLine(environment: environment)
        }
    }

    /// Whether drawings of block characters can be shown on the terminal.
    var showsSymbols: Bool { environment["TERM"] != "dumb" && Terminal.isUTF8(environment: environment) }

    func note(_ message: String) {
        if !isQuiet, logLevel <= .info { say(.note(message)) }
    }

    func warn(_ message: String, hint: String? = nil) {
        if !isQuiet, logLevel <= .warn { say(.warning(message, hint: hint)) }
    }

    func say(_ diagnostic: Diagnostic) {
        if logLevel == .none { return }
        let text = diagnostic.rendered(as: logFormat, width: width, isStyled: isStyled)
        writeError(text.hasSuffix("\n") ? text : text + "\n")
    }

    /// What a script's `log.*` says.
    func log(_ level: LogLevel, _ message: String) {
        guard level >= logLevel, !isQuiet || level == .error else { return }
        switch (logFormat, level) {
        case (.json, _): say(Diagnostic(level == .error ? .error : level == .warn ? .warning : .note, message))
        default: writeError("\(level.rawValue): \(VisibleText.escape(message, keepingLines: true))\n")
        }
    }

    /// A line for the person who is signing in, shown also with `--quiet`: without it nobody could go on.
    func instruct(_ text: String) { writeError(text + "\n") }

    func writeError(_ text: String) {
        if detour.takes(Array(text.utf8), to: STDERR_FILENO) { return }
        let sink = DescriptorSink(STDERR_FILENO)
        guard let progress else {
            _ = try? sink.write(Array(text.utf8))
            return
        }
        progress.giveWay(to: text.utf8.last) { _ = try? sink.write(Array(text.utf8)) }
    }
}

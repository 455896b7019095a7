import LuaHost
import OAuthCore
import OAuthLua
import Output
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// `oauthlua repl`: joins the machine's session, the terminal and what is remembered.
final class Repl: Sendable {
    struct State {
        /// Of inputs.
        var number: Int64 = 0
        /// The input that runs; nil at the prompt. 0 is the script that the session begins with.
        var running: Int64? = 0
        /// Lines read so far.
        var lines = 0
        var interruptedAt: ContinuousClock.Instant?
        var wasInterruptedWhenEmpty = false
        var records: [ChunkRecord] = []
        /// The exit status of what failed first.
        var failure: Int32?
        /// The signal that ended the session.
        var signal: Int32?
        var savedPath: String?
    }

    let session: Session
    let console: Console
    let script: String?
    /// nil where standard input or output is no terminal.
    let editor: LineEditor?
    let piped = PipedLines()
    let history: History
    let state = Mutex(State())
    private let completer: Completer

    init(_ session: Session, script: String?) {
        self.session = session
        self.script = script
        console = session.console
        let file = HistoryFile(session.location)
        history = History(file: file, registry: session.registry, console: session.console)
        let completer = Completer(presets: PresetFolder(inConfiguration: session.location.configFolder))
        self.completer = completer
        let isInteractive = Terminal.isTerminal(STDIN_FILENO) && Terminal.isTerminal(STDOUT_FILENO)
        editor =
            isInteractive
            ? LineEditor(environment: session.environment) { line, _ in completer.offer(for: line) } : nil
        editor?.remember(file.lines())
    }

    var isStyled: Bool {
        session.options.color.isOn(
            isTerminal: Terminal.isTerminal(STDOUT_FILENO), environment: session.environment)
    }

    /// - Throws: ``ScriptError`` with the exit status, where that is not 0.
    func run() async throws {
        let settings = SessionSettings(
            name: editor == nil ? "stdin" : "repl", isInteractive: editor != nil, isStyled: isStyled, script: script)
        let streams = ScriptStreams(console)
        let editor = editor
        let interactive = session.interactive(
            person: self, settings: settings, output: streams.output,
            asking: { body in
                guard let editor else { return try await body() }
                try await editor.lending(body)
            })
        completer.lead(to: interactive)
        console.detour.lead(to: editor)
        if editor != nil, !session.options.quiet {
            console.writeError("oauthlua \(Version.number), Lua 5.4. :help lists the commands, Tab completes.\n")
        }
        let interrupts = Interrupts(signals: [SIGINT, SIGTERM, SIGWINCH, SIGCONT]) {
            self.take(signal: $0, in: interactive)
        }
        defer { interrupts.stop() }
        do { try await interactive.run() } catch {
            console.detour.lead(to: nil)
            guard let signal = state.withLock(\.signal) else { throw error }
            throw Self.ended(by: signal)
        }
        console.detour.lead(to: nil)
        history.flush()
        if let signal = state.withLock(\.signal) { throw Self.ended(by: signal) }
        if let failure = streams.failure { throw failure }
        if editor == nil, let status = state.withLock(\.failure) {
            throw ScriptError(.exit(status), message: "something failed", location: nil)
        }
    }

    // MARK: Signals

    private static func ended(by signal: Int32) -> ScriptError {
        ScriptError(.exit(128 + signal), message: "ended by a signal", location: nil)
    }

    private func take(signal: Int32, in interactive: InteractiveSession) {
        switch signal {
        case SIGWINCH: editor?.resized()
        case SIGCONT: editor?.continued()
        case SIGINT where editor != nil: interrupt(interactive)
        default:
            state.withLock { $0.signal = signal }
            editor?.end()
            interactive.end()
        }
    }

    /// Ctrl-C: at the prompt it gives up the line, otherwise what runs; again and in vain, the process.
    private func interrupt(_ interactive: InteractiveSession) {
        if editor?.interrupt() == true { return }
        let now = ContinuousClock.now
        let (number, isStuck) = state.withLock { state -> (Int64?, Bool) in
            guard let number = state.running else { return (nil, false) }
            guard let before = state.interruptedAt else {
                state.interruptedAt = now
                return (number, false)
            }
            return (number, now - before > .milliseconds(500))
        }
        guard let number else { return }
        if isStuck { _exit(128 + SIGINT) }
        interactive.interrupt(number)
    }
}

import LuaHost
import OAuthCore
import OAuthLua
import Output

#if canImport(Glibc)
    import Glibc
#endif

/// What the machine's session asks of the person, and says to them.
extension Repl: SessionPerson {
    func read(isContinued: Bool) async throws -> SessionInput {
        state.withLock { $0.running = nil }
        if !isContinued { history.flush() }
        console.progress?.rest()
        let kind = await nextInput(isContinued: isContinued)
        console.progress?.work()
        return state.withLock { state in
            state.number += 1
            state.running = state.number
            state.interruptedAt = nil
            return SessionInput(kind, number: state.number, line: state.lines, width: width)
        }
    }

    private var width: Int { max(20, console.outputWidth ?? 80) }

    private func nextInput(isContinued: Bool) async -> SessionInput.Kind {
        while true {
            switch await nextLine(isContinued: isContinued) {
            case .end: return .end
            case .interrupted(let wasEmpty):
                history.drop()
                if isContinued { return .dropped }
                let isSecond = state.withLock { state in
                    defer { state.wasInterruptedWhenEmpty = wasEmpty }
                    return wasEmpty && state.wasInterruptedWhenEmpty
                }
                if isSecond { return .end }
                if wasEmpty { console.writeError("(again, or Ctrl-D, to end)\n") }
            case .line(let line):
                state.withLock { state in
                    state.lines += 1
                    state.wasInterruptedWhenEmpty = false
                }
                if let kind = input(line, isContinued: isContinued) { return kind }
            }
        }
    }

    private func nextLine(isContinued: Bool) async -> LineEditor.Result {
        guard let editor else { return await piped.next().map { .line($0) } ?? .end }
        let prompt = isContinued ? ">> " : "> "
        let result = await editor.read(isStyled ? "\u{1}\u{1B}[1m\u{1}\(prompt)\u{1}\u{1B}[0m\u{1}" : prompt)
        if case .line(let line) = result {
            if !line.isEmpty { editor.remember([line]) }
            history.typed(line)
        }
        return result
    }

    /// nil for a line that was no use.
    private func input(_ line: String, isContinued: Bool) -> SessionInput.Kind? {
        guard !isContinued, let command = PromptCommand(line) else { return .text(line) }
        do {
            let known = try command.resolved()
            return .command(name: known.name, argument: known.argument)
        } catch {
            fail(error)
            history.flush()
            return nil
        }
    }

    func done(_ record: ChunkRecord) async {
        state.withLock { $0.records.append(record) }
        if record.outcome == .interrupted {
            console.writeError("interrupted\n")
            state.withLock { $0.failure = $0.failure ?? ExitStatus.interrupted.rawValue }
        }
        if let failure = record.failure { fail(failure) }
    }

    func fail(_ error: any Error) {
        let status = console.report(error)
        state.withLock { $0.failure = $0.failure ?? status }
    }

    func taskFailed(_ failure: ScriptError) async {
        let message = "a task failed: \(failure.message)"
        var fields = failure.fields
        if fields["message"] != nil { fields["message"] = .text(message) }
        fail(
            ScriptError(
                failure.reason, message: message, fields: fields, location: failure.location,
                traceback: failure.traceback))
    }

    func render(_ value: LuaValue, shape: RowShape?, as format: String, file: String?) async throws {
        let document = try OutputFormat.parse(format)
        let isEmptyList = value == .table([:]) && format != "json"
        do {
            try await console.print(
                ScriptResult(isEmptyList ? .list([]) : value, shape: shape),
                as: OutputSettings(target: .document(document), file: file))
        } catch let error as OutputFailure {
            throw OAuthError(error)
        }
        if let file { console.note("written to \(file)") }
    }

    func took(_ time: Duration) async { console.writeError("took \(HumanTime.elapsed(time.inSeconds))\n") }

    func say(_ text: String) async { console.note(text) }

    func source(of path: String) async throws -> [UInt8] {
        do {
            var source = try InputFile.read(path)
            // A first line for the system is none of Lua's; as a comment it keeps the lines' numbers.
            if source.starts(with: [0xEF, 0xBB, 0xBF]) { source.removeFirst(3) }
            if source.first == UInt8(ascii: "#") { source.insert(contentsOf: Array("--".utf8), at: 0) }
            return source
        } catch let error as NoInput {
            throw OAuthError(.config, "cannot read \(VisibleText.of(path)): \(String(cString: strerror(error.code)))")
        }
    }

    func sharingLocals(_ source: [UInt8]) -> [UInt8] { TopLevel.sharingLocals(source) }
}

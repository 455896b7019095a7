import LuaHost
import OAuthCore
import OAuthLua
import Output

#if canImport(Glibc)
    import Glibc
#endif

extension Console {
    /// Prints what a command has to show, all of it being there.
    /// - Parameter withNotes: whether to say on stderr what a table could not show.
    func print(_ result: ScriptResult, as settings: OutputSettings, withNotes: Bool = true) async throws {
        let output = ResultOutput(settings, console: self, withNotes: withNotes)
        do { try await output.finish(result) } catch {
            await output.discard()
            throw error
        }
    }

    /// Columns of the terminal on stdout, nil where it is none.
    var outputWidth: Int? {
        Terminal.isTerminal(STDOUT_FILENO) ? Terminal.width(of: STDOUT_FILENO, environment: environment) : nil
    }

    /// Writes data to stdout.
    func writeOutput(_ bytes: [UInt8]) throws {
        if detour.takes(bytes, to: STDOUT_FILENO) { return }
        let sink = DescriptorSink(STDOUT_FILENO)
        guard let progress, Terminal.isTerminal(STDOUT_FILENO) else { return try sink.write(bytes) }
        try progress.giveWay(to: bytes.last) { try sink.write(bytes) }
    }
}

extension OutputSettings {
    /// What `auto` means here.
    var resolved: OutputTarget {
        guard case .document(let format) = target else { return target }
        return .document(format.resolved(isTerminal: file == nil && Terminal.isTerminal(STDOUT_FILENO)))
    }
}

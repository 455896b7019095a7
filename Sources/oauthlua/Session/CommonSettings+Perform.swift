import OAuthClient
import Output

#if canImport(Glibc)
    import Glibc
#endif

extension CommonSettings {
    /// What every command does around its own work: makes the session, reports what fails, ends with the right status.
    ///
    /// Ends the process itself: tearing down connections and the Lua machine would only cost time.
    func perform(
        script: ScriptSettings = ScriptSettings(), target: String? = nil, _ body: (Session) async throws -> Void
    ) async -> Never {
        // A pipe whose reader has gone is an error of the write, and what is under way ends in order.
        signal(SIGPIPE, SIG_IGN)
        // A limit on file sizes is a full disk, said in words, and not the end by a signal.
        signal(SIGXFSZ, SIG_IGN)
        let environment = ProcessEnvironment.all
        let console = Console(self, environment: environment)
        var session: Session?
        var status = ExitStatus.success.rawValue
        do {
            session = try Session(self, script: script, target: target, console: console, environment: environment)
            try await body(session!)
        } catch {
            status = console.report(error)
        }
        // A refresh that is under way is stored first: to lose its answer could be to lose the login.
        await session?.tokens.finish()
        console.progress?.end()
        Glibc.exit(status)
    }
}

extension CommonOptions {
    func perform(
        script: ScriptOptions? = nil, target: String? = nil, _ body: (Session) async throws -> Void
    ) async -> Never { await settings.perform(script: script?.settings ?? ScriptSettings(), target: target, body) }
}

enum ProcessEnvironment {
    /// Everything, as the process was started with.
    static var all: [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let pointer = entry.pointee {
            let text = String(cString: pointer)
            if let equals = text.firstIndex(of: "=") {
                result[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            entry += 1
        }
        return result
    }
}

import LuaHost
import OAuthCore
import Synchronization

/// A session at a prompt: one run of a machine, whose main task asks a ``SessionPerson`` for its lines.
public final class InteractiveSession: Sendable {
    /// A name that could follow in the line, and what kind of value it has.
    public struct Word: Sendable, Equatable {
        public var name: String
        /// As Lua's `type` says it.
        public var type: String

        public init(_ name: String, _ type: String) {
            self.name = name
            self.type = type
        }
    }

    /// What is asked for completion.
    public enum Question: Sendable, Equatable {
        case globals
        /// Of what a path of names and keys leads to.
        case fields([LuaValue])
        /// Names of connections: of the session, and of connections.lua.
        case connections
    }

    private let runtime: LuaRuntime
    private let host: OAuthHost
    private let questions: SessionQuestions
    private let requests = RequestMemory()

    public init(
        person: some SessionPerson, settings: SessionSettings, services: ScriptServices, inputs: ScriptInputs,
        limits: LuaLimits
    ) {
        let (host, questions) = (OAuthHost(services: services), SessionQuestions())
        self.host = host
        self.questions = questions
        let itself = WeakSession()
        let runtime = LuaRuntime(
            script: host,
            performing: SessionHost(
                inner: host, person: person, settings: settings, questions: questions, requests: requests,
                session: { itself.value }),
            inputs: inputs, limits: limits, moreModules: Self.modules,
            functions: Self.functions(person: person, questions: questions))
        self.runtime = runtime
        host.hooks.onStuck { [weak runtime] in runtime?.interrupt(.timeLimit) }
        itself.value = self
    }

    /// Until the person ends it, or `os.exit` is called.
    /// - Throws: ``ScriptError``.
    public func run() async throws {
        _ = try await runtime.results(of: Self.start, chunkName: "=[oauthlua session]")
    }

    /// Ends what this input runs, and what else keeps Lua busy. The session goes on.
    public func interrupt(_ number: Int64) {
        runtime.breakOff()
        questions.interrupt(number)
    }

    /// Ends the session.
    public func end() { runtime.interrupt() }

    /// - Returns: nothing where Lua does not come to it within the time.
    public func words(for question: Question, within time: Duration = .seconds(1)) async -> [Word] {
        let (kind, path): (String, LuaValue) =
            switch question {
            case .globals: ("globals", .nil)
            case .fields(let path): ("fields", .list(path))
            case .connections: ("connections", .nil)
            }
        let answer = await withTaskGroup(of: LuaValue?.self) { group in
            group.addTask { await self.questions.ask(kind, path) }
            group.addTask {
                try? await Task.sleep(for: time)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        return (answer?.list ?? []).compactMap { word in
            guard let parts = word.list, parts.count == 2, let name = parts[0].text, let type = parts[1].text else {
                return nil
            }
            return Word(name, type)
        }
    }

    /// In the order of their definition.
    public var connections: [ConnectionTable.Entry] { host.connections.entries }

    /// The last request that was asked for; nil before the first.
    public var lastRequest: SentRequest? { requests.value }
}

/// The session, for its own host. Set once, before anything runs.
private final class WeakSession: Sendable {
    private struct Reference { weak var session: InteractiveSession? }
    private let state = Mutex(Reference())

    var value: InteractiveSession? {
        get { state.withLock { $0.session } }
        set { state.withLock { $0.session = newValue } }
    }
}

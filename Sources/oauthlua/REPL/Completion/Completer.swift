@preconcurrency import Dispatch
import OAuthLua
import Synchronization

/// Asks for the words that could follow in a line, and waits for them: for the editor's queue, which has nothing else to do.
final class Completer: Sendable {
    private let session = Mutex<InteractiveSession?>(nil)
    private let presets: PresetLibrary

    /// - Parameter presets: the folder of a person's own.
    init(presets: PresetFolder) { self.presets = PresetLibrary(folder: presets) }

    func lead(to session: InteractiveSession) { self.session.withLock { $0 = session } }

    func offer(for line: String) -> CompletionOffer {
        guard let request = CompletionRequest(line: line) else { return CompletionOffer() }
        let found = Found()
        let done = DispatchSemaphore(value: 0)
        Task {
            let words = await words(for: request.subject)
            found.words.withLock { $0 = words }
            done.signal()
        }
        done.wait()
        return CompletionOffer(request, words: found.words.withLock(\.self))
    }

    private final class Found: Sendable {
        let words = Mutex<[InteractiveSession.Word]>([])
    }

    /// Comes back within a second or so.
    private func words(for subject: CompletionRequest.Subject) async -> [InteractiveSession.Word] {
        func named(_ names: [String]) -> [InteractiveSession.Word] { names.map { .init($0, "name") } }
        switch subject {
        case .machine(let question):
            let words = await ask(question)
            return question == .globals ? words + named(LuaTokens.keywords.sorted()) : words
        case .methods(let path), .keys(let path): return await ask(.fields(path))
        case .presets: return named((try? presets.names()) ?? [])
        case .commands: return named(PromptCommand.names)
        case .help: return named(HelpIndex(InteractiveSession.annotations).names)
        }
    }

    private func ask(_ question: InteractiveSession.Question) async -> [InteractiveSession.Word] {
        await session.withLock(\.self)?.words(for: question) ?? []
    }
}

import LuaHost
import OAuthCore
import Synchronization

/// The state of a run, as text that Modules/store.lua makes: loaded, staged, committed.
final class ScriptState: Sendable {
    private let store: (any StateStore)?
    private let staged = Mutex<[UInt8]?>(nil)

    /// - Parameter store: nil for a script that is no file.
    init(_ store: (any StateStore)?) { self.store = store }

    func load() async throws -> LuaValue {
        guard let store else {
            throw OAuthError(
                .config, "a script that comes from standard input keeps no state",
                advice: "Save it in a file: what is kept belongs to the file's path")
        }
        return try await store.load().map { .string($0.reveal()) } ?? .nil
    }

    /// nil also for a script that is no file.
    func peek() async throws -> LuaValue { try await store?.peek().map { .string($0.reveal()) } ?? .nil }

    /// What ``commit()`` is to write.
    func stage(_ document: [UInt8]) { staged.withLock { $0 = document } }

    func save(_ document: [UInt8]) async throws {
        try await store?.save(Redacted(document))
    }

    /// Writes what was staged; does nothing where nothing was.
    func commit() async throws {
        guard let document = staged.withLock({ $0 }) else { return }
        try await save(document)
    }
}

import OAuthCore
import Synchronization

/// The connections a run has defined. Lua holds their numbers and nothing else.
public final class ConnectionTable: Sendable {
    /// A definition as a script made it, before any secret is read.
    public struct Entry: Sendable {
        public var definition: ConnectionDefinition
        /// From connections.lua rather than from the script itself.
        public var isShared: Bool
    }

    private struct State {
        var entries: [Entry] = []
        var resolved: [Int: Connection] = [:]
        var definesShared = false
    }

    private let state = Mutex(State())
    private let secrets: any SecretSource

    public init(secrets: some SecretSource) { self.secrets = secrets }

    public var entries: [Entry] { state.withLock(\.entries) }

    func define(_ definition: ConnectionDefinition) -> Int {
        state.withLock { state in
            state.entries.append(Entry(definition: definition, isShared: state.definesShared))
            return state.entries.count - 1
        }
    }

    /// Whether what is defined from now on comes from connections.lua.
    func defineShared(_ shared: Bool) { state.withLock { $0.definesShared = shared } }

    /// The handle of the connection of that name in connections.lua.
    func shared(named name: String) throws(OAuthError) -> Int {
        let entries = entries
        if let handle = entries.lastIndex(where: { $0.isShared && $0.definition.name == name }) { return handle }
        let names = entries.filter(\.isShared).map(\.definition.name)
        throw OAuthError(
            .config, "there is no connection '\(name)' in connections.lua",
            advice: names.isEmpty
                ? "Define it there: oauth.connection { name = \"\(name)\", … }"
                : "It defines \(names.map { "'\($0)'" }.joined(separator: ", "))")
    }

    func name(of handle: Int) -> String? {
        state.withLock { $0.entries.indices.contains(handle) ? $0.entries[handle].definition.name : nil }
    }

    /// The checked connection, its secrets read on first use.
    public func connection(_ handle: Int) throws -> Connection {
        let (known, entry) = state.withLock { state in
            (state.resolved[handle], state.entries.indices.contains(handle) ? state.entries[handle] : nil)
        }
        if let known { return known }
        guard let entry else { throw OAuthError(.config, "this connection belongs to another run") }
        let connection = try entry.definition.connection(secrets: secrets)
        state.withLock { $0.resolved[handle] = connection }
        return connection
    }
}

import OAuthCore
import Synchronization

/// The connections a run has defined. Lua holds their numbers and nothing else.
public final class ConnectionTable: Sendable {
    /// A definition as a script made it, before any secret is read.
    public struct Entry: Sendable {
        public var definition: ConnectionDefinition
        /// How the provider's lists go on, where its preset knows: a resource's `pages`.
        public var pages: DefinitionValue?
        /// From connections.lua rather than from the script itself.
        public var isShared: Bool
        /// Calls the definition's hooks, in the machine that ran it.
        public var hooks: any HookCalling

        /// The checked connection, its secrets read.
        /// - Throws: as ``ConnectionDefinition/connection(secrets:hooks:)``.
        public func connection(secrets: some SecretSource) throws -> Connection {
            try definition.connection(secrets: secrets, hooks: hooks)
        }
    }

    private struct State {
        var entries: [Entry] = []
        var resolved: [Int: Connection] = [:]
        var definesShared = false
    }

    private let state = Mutex(State())
    private let secrets: any SecretSource
    private let hooks: HookBroker

    init(secrets: some SecretSource, hooks: HookBroker) {
        self.secrets = secrets
        self.hooks = hooks
    }

    public var entries: [Entry] { state.withLock(\.entries) }

    func define(_ definition: ConnectionDefinition, pages: DefinitionValue? = nil) -> Int {
        state.withLock { state in
            let handle = state.entries.count
            state.entries.append(
                Entry(definition: definition, pages: pages, isShared: state.definesShared, hooks: hooks.caller(handle)))
            return handle
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

    func pages(of handle: Int) -> DefinitionValue? {
        state.withLock { $0.entries.indices.contains(handle) ? $0.entries[handle].pages : nil }
    }

    /// Whether a value of this name is kept with the connection's token.
    func keeps(_ name: String, of handle: Int) -> Bool {
        state.withLock { $0.entries.indices.contains(handle) && $0.entries[handle].definition.keeps(name) }
    }

    /// The checked connection, once its secrets were read.
    func known(_ handle: Int) -> Connection? { state.withLock { $0.resolved[handle] } }

    /// The checked connection, its secrets read on first use.
    public func connection(_ handle: Int) throws -> Connection {
        let (known, entry) = state.withLock { state in
            (state.resolved[handle], state.entries.indices.contains(handle) ? state.entries[handle] : nil)
        }
        if let known { return known }
        guard let entry else { throw OAuthError(.config, "this connection belongs to another run") }
        let connection = try entry.connection(secrets: secrets)
        state.withLock { $0.resolved[handle] = connection }
        return connection
    }
}

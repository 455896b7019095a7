import LuaHost
import OAuthClient
import OAuthCore

/// Performs what scripts ask for. Each operation is one method; the scheduler runs them side by side.
struct OAuthHost: Host {
    let services: ScriptServices
    let hooks: HookBroker
    let connections: ConnectionTable
    let presets: PresetLibrary
    let bodies = BodyTable()
    let cache: ResponseCache?
    let state: ScriptState
    let rows: ResultRows

    init(services: ScriptServices, hookLimits: HookLimits = HookLimits()) {
        self.services = services
        rows = ResultRows(sink: services.rows)
        hooks = HookBroker(
            secrets: services.secrets, conceal: { services.client.conceal($0) }, limits: hookLimits)
        connections = ConnectionTable(secrets: services.secrets, hooks: hooks)
        presets = PresetLibrary(folder: services.presets)
        cache = services.cache.map {
            ResponseCache(store: $0, profile: services.tokens.profile, log: services.log)
        }
        state = ScriptState(services.state)
    }

    /// A plain request by itself runs where its traffic does.
    func executor(for operation: Operation) -> (any TaskExecutor)? {
        guard operation.name == "request", RequestSpec.onlyUsesNetwork(operation[1]) else { return nil }
        return NetworkExecutor.shared
    }

    func perform(_ operation: Operation) async throws -> [LuaValue] {
        if operation.name == "hook.next" { return try await hooks.next() }
        let arguments = Arguments(operation)
        let chain = hooks.chain(of: operation.errand)
        if !chain.isEmpty, let handle = arguments[0].integer, let name = connections.name(of: Int(handle)) {
            try HookFrame.checkMayUse(name, in: chain, signsIn: operation.name == "authorize")
        }
        return try await HookFrame.$chain.withValue(chain) { try await perform(operation.name, arguments) }
    }

    /// What is under way may still need the script's hooks: a token that was fetched for a task that is gone is stored all
    /// the same.
    func scriptEnded(_ failure: ScriptError?) async { await services.tokens.finish() }

    private func perform(_ name: String, _ arguments: Arguments) async throws -> [LuaValue] {
        switch name {
        case "request": return [try await request(arguments)]
        case "body.chunk": return try await chunk(arguments)
        case "authorize": return try await authorize(arguments)
        case "refresh": return try await refresh(arguments)
        case "status": return [try await status(arguments)]
        case "revoke": return try await revoke(arguments)
        case "claims": return [try await claims(arguments)]
        case "userinfo": return [try await userinfo(arguments)]
        case "introspect": return [try await introspect(arguments)]
        case "logout_url": return [try await logoutURL(arguments)]
        case "result.begin": return try await beginResult(arguments)
        case "rows.write": return try await writeRows(arguments)
        case "rows.checkpoint": return try await checkpointRows()
        case "state.load": return [try await state.load()]
        case "state.peek": return [try await state.peek()]
        case "state.commit":
            try await state.save(arguments[0].bytes ?? [])
            return []
        default: throw OAuthError(.config, "there is no operation '\(name)'")
        }
    }

    func withBody<Result>(
        _ handle: Int64, charset: String?, _ body: (LentBody) throws -> Result
    ) throws -> Result? {
        guard let text = try bodies.text(handle, charset: charset) else { return nil }
        return try text.bytes.withUnsafeBytes { try body(LentBody(bytes: $0, isUTF8: text.isUTF8)) }
    }

    private func authorize(_ arguments: Arguments) async throws -> [LuaValue] {
        let connection = try connections.connection(arguments.handle(0))
        try await services.signIn(
            connection,
            OAuthError(
                .authorizationRequired, "the script asks for a new login for '\(connection.name)'",
                advice: "Run: \(services.tokens.commandHint(connection))", connection: connection.name))
        return []
    }

    private func refresh(_ arguments: Arguments) async throws -> [LuaValue] {
        _ = try await services.tokens.refresh(connections.connection(arguments.handle(0)))
        return []
    }

    private func revoke(_ arguments: Arguments) async throws -> [LuaValue] {
        let connection = try connections.connection(arguments.handle(0))
        try await services.tokens.forget(connection, revoking: true)
        try await cache?.forget(connection)
        return []
    }
}

/// The arguments of an operation, as the modules of this target pass them.
struct Arguments {
    let values: [LuaValue]

    init(_ operation: Operation) { values = operation.arguments }

    subscript(index: Int) -> LuaValue { values.indices.contains(index) ? values[index] : .nil }

    func handle(_ index: Int) throws(OAuthError) -> Int {
        guard let handle = self[index].integer else { throw OAuthError(.config, "expected a connection") }
        return Int(handle)
    }

    func fields(_ index: Int) -> [String: LuaValue] {
        if case .table(let fields) = self[index] { fields } else { [:] }
    }
}

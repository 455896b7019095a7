/// Runs the hooks of definitions.
public protocol HookCalling: Sendable {
    /// Calls a hook and waits for what it returns; nil where it returns nothing.
    /// - Parameter value: the hook's arguments, as a list.
    /// - Throws: ``OAuthError`` of kind `config` where the hook fails, takes too long or returns what cannot leave Lua; of
    ///   another kind where an operation that it asked for has failed so; `CancellationError` where the task is cancelled.
    func call(_ point: HookPoint, connection: String, _ value: HookValue) async throws -> HookValue?
}

/// The hooks of one connection.
public struct ConnectionHooks: Sendable {
    public var points: Set<HookPoint>
    public var caller: any HookCalling

    public init(points: Set<HookPoint>, caller: any HookCalling) {
        self.points = points
        self.caller = caller
    }
}

extension Connection {
    public func has(_ hook: HookPoint) -> Bool { hooks?.points.contains(hook) ?? false }

    /// What the hook at `point` makes of its arguments; nil where there is none, or where it returns nothing. Behind the
    /// arguments each hook gets the client: its id, and its secret, hidden.
    /// - Throws: as ``HookCalling/call(_:connection:_:)``.
    public func call(_ point: HookPoint, _ arguments: @autoclosure () -> [HookValue]) async throws -> HookValue? {
        guard let hooks, hooks.points.contains(point) else { return nil }
        return try await hooks.caller.call(point, connection: name, .list(arguments() + [hookedClient]))
    }

    private var hookedClient: HookValue {
        .table(["id": .string(client.id)].adding("secret", client.secret.map { .hidden($0) }))
    }

    func hookProblem(_ point: HookPoint, _ why: String, advice: String? = nil) -> OAuthError {
        .definition(name, "the \(point.rawValue) hook of '\(name)' \(why)", advice: advice)
    }
}

extension [String: HookValue] {
    /// With one more field, where there is a value.
    func adding(_ name: String, _ value: HookValue?) -> Self {
        var result = self
        if let value { result[name] = value }
        return result
    }
}

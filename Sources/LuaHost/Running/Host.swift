/// What a script asks the host to do while it waits: `host.wait(name, …)` of a module.
public struct Operation: Sendable {
    public let name: String
    public let arguments: [LuaValue]
    /// The script's line that called.
    public let location: ScriptLocation?
    /// The piece of the host's own work that asks for it: the number a module gave to `host.errand`. nil for the script.
    public let errand: Int64?

    public init(
        name: String, arguments: [LuaValue] = [], location: ScriptLocation? = nil, errand: Int64? = nil
    ) {
        self.name = name
        self.arguments = arguments
        self.location = location
        self.errand = errand
    }

    public subscript(_ index: Int) -> LuaValue { index < arguments.count ? arguments[index] : .nil }
}

/// Performs the operations of scripts.
///
/// One operation is the machine's own: `result.begin(index, field, name, count)`, when a script returned a value whose
/// metatable has a module's `__result`, before that is called. `index` (from 1) and `field` say where the value is in what
/// the script returned, `name` which of `count` sets of rows it is, where the whole result is such. Two
/// booleans answer: whether the part is wanted, else it is not made; and whether its rows are streamed: then all go to
/// `rows.write(shape, rows)`, and nothing is left in the script's results.
public protocol Host: Sendable {
    /// Performs an operation; its results are what `host.wait` returns. Runs as a task of its own, which is cancelled
    /// when nobody waits for it any more. What it throws is raised in the script: a `ScriptFailure` as an error
    /// object with its fields, another error as one with a message. "sleep" never comes here.
    func perform(_ operation: Operation) async throws -> [LuaValue]

    /// Where the task of an operation runs that is the only one under way; nil for the threads that all tasks share, where
    /// several run. Called on Lua's thread.
    func executor(for operation: Operation) -> (any TaskExecutor)?

    /// Called when the script has ended, well or not, but its machine still does work for the host: tasks that a module
    /// started with `host.serve` and `host.errand`. They run until this returns. Not called after an interrupt.
    /// - Parameter failure: how the script ended; nil: well.
    func scriptEnded(_ failure: ScriptError?) async

    /// Lends the bytes of a response body to a decoder: `host.body_json(handle)` and its sisters. Called on Lua's thread;
    /// nil if there is none. What it throws is raised in the script, as with `perform`.
    /// - Parameter charset: what they are in, where the script says it.
    func withBody<R>(_ handle: Int64, charset: String?, _ body: (LentBody) throws -> R) throws -> R?
}

extension Host {
    public func executor(for operation: Operation) -> (any TaskExecutor)? { nil }

    public func scriptEnded(_ failure: ScriptError?) async {}

    public func withBody<R>(_ handle: Int64, charset: String?, _ body: (LentBody) throws -> R) throws -> R? { nil }
}

/// A response body on loan to a decoder.
public struct LentBody {
    public let bytes: UnsafeRawBufferPointer
    /// Whether they are UTF-8 whatever they say of themselves: an XML declaration may name the charset they came in.
    public let isUTF8: Bool

    public init(bytes: UnsafeRawBufferPointer, isUTF8: Bool = false) {
        self.bytes = bytes
        self.isUTF8 = isUTF8
    }
}

/// A function of the host that returns at once: `host.functions[name]` of a module. Usable wherever Lua runs, inside
/// `table.sort` and `string.gsub` too. Runs on Lua's thread: it must not block. What it throws becomes a Lua error.
public struct SyncFunction: Sendable {
    public let name: String
    public let body: @Sendable ([LuaValue]) throws -> [LuaValue]

    public init(_ name: String, _ body: @escaping @Sendable ([LuaValue]) throws -> [LuaValue]) {
        self.name = name
        self.body = body
    }
}

/// A module written in Lua, compiled when a script first asks for it. The chunk gets the private table `host` as `...`
/// and returns the module's value; in tracebacks it does not appear.
public struct LuaModule: Sendable {
    public let name: String
    public let source: [UInt8]
    /// Whether scripts may have it, as a global and from `require`; else only `host.module` of other modules finds it.
    public let isGlobal: Bool

    public init(name: String, source: [UInt8], isGlobal: Bool = true) {
        self.name = name
        self.source = source
        self.isGlobal = isGlobal
    }
}

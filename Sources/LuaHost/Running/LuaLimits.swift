/// What a script may use.
public struct LuaLimits: Sendable {
    /// Bytes of all its Lua values, and of what the host holds for it when that is counted. Past it the script fails with `ScriptError.Reason.memory`.
    public var memory: Int
    /// How long it may run, waiting included.
    public var time: Duration?
    /// How long an interrupted script may stay inside one C function (a pathological `string.find`) before it is left
    /// to itself. Its thread and memory are lost then; the process goes on.
    public var grace: Duration

    public init(memory: Int = 512 << 20, time: Duration? = nil, grace: Duration = .milliseconds(250)) {
        self.memory = memory
        self.time = time
        self.grace = grace
    }
}

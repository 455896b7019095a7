import CLuaHost

extension ScriptError {
    /// Reads the report that `CLuaHost/errors/report.c` writes.
    init(report: UnsafeRawBufferPointer) {
        var reader = TapeReader(report)
        let reason = reader.expectNext().integer ?? 0
        message = reader.expectNext().text ?? ""
        fields = reader.expectNext().table ?? [:]
        let file = reader.expectNext().text
        let line = reader.expectNext().integer ?? 0
        location = file.map { ScriptLocation(file: $0, line: Int(line)) }
        traceback = (reader.expectNext().list ?? []).compactMap(Frame.init)
        let code = reader.expectNext().integer ?? 0
        self.reason =
            switch lh_reason(UInt32(reason)) {
            case LH_SYNTAX: .syntax
            case LH_MEMORY: .memory
            case LH_TIME_LIMIT: .timeLimit
            case LH_INTERRUPTED: .interrupted
            case LH_EXIT: .exit(Int32(truncatingIfNeeded: code))
            default: .runtime
            }
    }

    /// A failure that no report tells of.
    init(_ reason: Reason, _ message: String, location: ScriptLocation? = nil) {
        self.reason = reason
        self.message = message
        self.location = location
        fields = [:]
        traceback = []
    }

    static let noMemory = ScriptError(.memory, "not enough memory to start Lua")
}

extension ScriptError.Frame {
    init?(_ value: LuaValue) {
        guard case .list(let parts) = value, parts.count == 3, let file = parts[0].text, let line = parts[1].integer
        else { return nil }
        location = ScriptLocation(file: file, line: Int(line))
        function = parts[2].text.flatMap { $0.isEmpty ? nil : $0 }
    }
}

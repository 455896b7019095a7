import LuaHost

extension Diagnostic {
    /// For programs, one line: level, kind, message, cause, hint, script, line, then the other fields by name. What is not
    /// known is left out; a further field cannot replace one of these.
    public func json() -> String {
        var members: [(String, LuaValue)] = []
        func add(_ name: String, _ text: String?) {
            if let text { members.append((name, .string(Array(text.utf8)))) }
        }
        add("level", level.rawValue)
        add("kind", kind)
        add("message", message)
        add("cause", cause)
        add("hint", hint)
        add("script", frames.first?.script)
        if let line = frames.first?.line { members.append(("line", .integer(Int64(line)))) }
        let taken: Set = ["level", "kind", "message", "cause", "hint", "script", "line"]
        for key in fields.keys.sorted() where !taken.contains(key) { members.append((key, fields[key] ?? .null)) }

        var writer = ByteWriter()
        for (index, (name, value)) in members.enumerated() {
            writer.write(index == 0 ? "{" : ",")
            JSONString.append(Array(name.utf8), to: &writer)
            writer.write(":")
            // A writer without a sink has nothing that could fail.
            try? JSONText(repairsText: true).append(value, to: &writer)
        }
        writer.write("}\n")
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The message as `--log-format` asks for it.
    public func rendered(as format: LogFormat, width: Int? = nil, isStyled: Bool = false) -> String {
        format == .json ? json() : text(width: width, isStyled: isStyled)
    }
}

import LuaHost

/// What became of something that was typed, or loaded.
public struct ChunkRecord: Sendable, Equatable {
    public enum Outcome: String, Sendable {
        case done, failed, interrupted
    }

    public enum Form: String, Sendable {
        /// Its value is shown, and nothing else it does.
        case expression
        /// An expression that is a statement as well: `g:get("/x")`.
        case call
        case statement
    }

    public var text: String
    public var outcome: Outcome
    public var form: Form
    /// The number of its first result: `_3`.
    public var result: Int?
    /// Whether a script could return that.
    public var isData: Bool
    /// The file it came from, with `:load`.
    public var path: String?
    /// Whether it was a command such as `:table`.
    public var isCommand: Bool
    public var failure: ScriptError?

    public init(
        _ text: String, outcome: Outcome = .done, form: Form = .statement, result: Int? = nil, isData: Bool = false,
        path: String? = nil, isCommand: Bool = false, failure: ScriptError? = nil
    ) {
        self.text = text
        self.outcome = outcome
        self.form = form
        self.result = result
        self.isData = isData
        self.path = path
        self.isCommand = isCommand
        self.failure = failure
    }

    /// From Modules/repl.
    init(_ value: LuaValue) {
        failure = value["failure"].map(ScriptError.init(ofSession:))
        text = value["text"]?.text ?? ""
        outcome = value["outcome"]?.text.flatMap(Outcome.init(rawValue:)) ?? (failure == nil ? .done : .failed)
        form = value["form"]?.text.flatMap(Form.init(rawValue:)) ?? .statement
        result = value["result"]?.integer.map(Int.init)
        isData = value["is_data"]?.boolean ?? false
        path = value["path"]?.text
        isCommand = value["is_command"]?.boolean ?? false
    }
}

extension ScriptError {
    /// From Modules/repl/report.lua.
    init(ofSession value: LuaValue) {
        let frames = (value["frames"]?.list ?? []).compactMap { frame -> Frame? in
            guard let file = frame["file"]?.text, let line = frame["line"]?.integer else { return nil }
            let name = frame["name"]?.text ?? ""
            return Frame(location: ScriptLocation(file: file, line: Int(line)), function: name.isEmpty ? nil : name)
        }
        var location = frames.first?.location
        if let file = value["file"]?.text {
            location = ScriptLocation(file: file, line: Int(value["line"]?.integer ?? 0))
        }
        self.init(
            value["file"] == nil ? .runtime : .syntax, message: value["message"]?.text ?? "it failed",
            fields: value["fields"]?.table ?? [:], location: location, traceback: frames)
    }
}

import LuaHost
import OAuthCore

/// Who sits at the prompt of an ``InteractiveSession``: types lines, sees what became of them.
public protocol SessionPerson: Sendable {
    /// What was typed next. Called again when the last input is done with.
    /// - Parameter isContinued: the parser wants more of what came before.
    func read(isContinued: Bool) async throws -> SessionInput

    /// What became of an input.
    func done(_ record: ChunkRecord) async

    /// A task failed that nobody awaits.
    func taskFailed(_ failure: ScriptError) async

    /// Shows a value, or writes it to a file.
    /// - Throws: where it cannot be written so.
    func render(_ value: LuaValue, shape: RowShape?, as format: String, file: String?) async throws

    /// How long `:time`'s input took.
    func took(_ time: Duration) async

    func say(_ text: String) async

    /// A command that needs nothing of the machine.
    /// - Returns: whether the session goes on.
    func perform(_ command: String, _ argument: String, in session: InteractiveSession) async throws -> Bool

    /// The text of a file that is to be run.
    /// - Throws: where it cannot be read.
    func source(of path: String) async throws -> [UInt8]

    /// Lua's text with its outermost locals made globals. Called on Lua's thread.
    func sharingLocals(_ source: [UInt8]) -> [UInt8]
}

/// What came from the prompt.
public struct SessionInput: Sendable {
    public enum Kind: Sendable {
        case text(String)
        /// `:name argument`
        case command(name: String, argument: String)
        /// What was typed before is forgotten: Ctrl-C where more was wanted.
        case dropped
        case end
    }

    public var kind: Kind
    /// Counts inputs: what ``InteractiveSession/interrupt(_:)`` names.
    public var number: Int64
    /// Of the session, from 1.
    public var line: Int
    /// Columns that results may take.
    public var width: Int

    public init(_ kind: Kind, number: Int64, line: Int, width: Int) {
        self.kind = kind
        self.number = number
        self.line = line
        self.width = width
    }

    var value: LuaValue {
        var fields: [String: LuaValue] = [
            "number": .integer(number), "line": .integer(Int64(line)), "width": .integer(Int64(width)),
        ]
        switch kind {
        case .text(let text):
            fields["kind"] = "text"
            fields["text"] = .text(text)
        case .command(let name, let argument):
            fields["kind"] = "command"
            fields["name"] = .text(name)
            fields["argument"] = .text(argument)
        case .dropped: fields["kind"] = "dropped"
        case .end: fields["kind"] = "end"
        }
        return .table(fields)
    }
}

/// How a session looks and what it begins with.
public struct SessionSettings: Sendable {
    /// What errors call its lines: `repl`, `stdin`.
    public var name: String
    /// Whether somebody looks at a terminal.
    public var isInteractive: Bool
    /// Whether results are coloured.
    public var isStyled: Bool
    /// A script that is run first.
    public var script: String?

    public init(name: String, isInteractive: Bool, isStyled: Bool, script: String?) {
        self.name = name
        self.isInteractive = isInteractive
        self.isStyled = isStyled
        self.script = script
    }
}

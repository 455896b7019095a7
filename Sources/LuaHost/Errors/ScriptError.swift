/// A line of a script.
public struct ScriptLocation: Sendable, Equatable, CustomStringConvertible {
    public let file: String
    public let line: Int

    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    public var description: String { "\(file):\(line)" }
}

/// How a script failed.
public struct ScriptError: Error, Sendable, Equatable {
    public enum Reason: Sendable, Equatable {
        /// The script is not Lua.
        case syntax
        /// The script raised an error and did not catch it.
        case runtime
        /// The script's values need more than `LuaLimits.memory`.
        case memory
        /// `LuaLimits.time` ran out.
        case timeLimit
        /// `LuaRuntime.interrupt` or the cancellation of the task that called `run`.
        case interrupted
        /// `os.exit(code)`. Not a failure if the code is 0.
        case exit(Int32)
    }

    /// A line of the traceback. Only the script's own: no C functions, none of the host's modules.
    public struct Frame: Sendable, Equatable {
        public let location: ScriptLocation
        /// As the script calls it; nil if it has no name there.
        public let function: String?

        public init(location: ScriptLocation, function: String?) {
            self.location = location
            self.function = function
        }
    }

    public let reason: Reason
    /// What happened, without the position that Lua puts before it: that is `location`.
    public let message: String
    /// The fields of an error object (`kind`, `message`, …); empty if the script raised something else.
    public let fields: [String: LuaValue]
    /// Where the error was raised, or the script's line that called the function which raised it.
    public let location: ScriptLocation?
    /// Innermost first, at most 24 frames.
    public let traceback: [Frame]

    /// A failure that a module caught, with the frames of `host.frames`.
    public init(
        _ reason: Reason, message: String, fields: [String: LuaValue] = [:], location: ScriptLocation?,
        traceback: [Frame] = []
    ) {
        self.reason = reason
        self.message = message
        self.fields = fields
        self.location = location
        self.traceback = traceback
    }

    /// `kind` of the error object.
    public var kind: String? { fields["kind"]?.text }
}

extension ScriptError: CustomStringConvertible {
    public var description: String { location.map { "\($0): \(message)" } ?? message }
}

/// An error that a script sees as an error object: a table with these fields whose `tostring` is `message`.
///
/// Give at least `message`; `kind` is what scripts and exit codes go by.
public protocol ScriptFailure: Error {
    var fields: [String: LuaValue] { get }
}

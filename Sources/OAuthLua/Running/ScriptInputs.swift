import LuaHost

/// What a run gets from the command line and its surroundings.
public struct ScriptInputs: Sendable {
    /// The global `arg`, from 1.
    public var arguments: [String]
    /// The global `params`.
    public var parameters: [String: String]
    /// All that `env` and `os.getenv` see.
    public var environment: [String: String]
    /// Folders where `require` looks after the script's own.
    public var modulePath: [String]
    /// Folders that the file functions refuse: configuration and state.
    public var deniedFolders: [String]
    /// Where `print`, `io.write` and `io.stderr` write.
    public var output: ScriptOutput

    public init(
        arguments: [String], parameters: [String: String], environment: [String: String],
        modulePath: [String] = [], deniedFolders: [String], output: ScriptOutput = .process
    ) {
        self.arguments = arguments
        self.parameters = parameters
        self.environment = environment
        self.modulePath = modulePath
        self.deniedFolders = deniedFolders
        self.output = output
    }
}

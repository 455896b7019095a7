/// What a run gets from the command line and its surroundings.
public struct ScriptInputs: Sendable {
    /// The script's path as the person wrote it: `arg[0]`.
    public var path: String
    public var arguments: [String]
    /// The global `params`.
    public var parameters: [String: String]
    /// All that `env` and `os.getenv` see.
    public var environment: [String: String]
    /// Folders where `require` looks after the script's own.
    public var modulePath: [String]
    /// Folders that the file functions refuse: configuration and state.
    public var deniedFolders: [String]

    public init(
        path: String, arguments: [String], parameters: [String: String], environment: [String: String],
        modulePath: [String] = [], deniedFolders: [String]
    ) {
        self.path = path
        self.arguments = arguments
        self.parameters = parameters
        self.environment = environment
        self.modulePath = modulePath
        self.deniedFolders = deniedFolders
    }
}

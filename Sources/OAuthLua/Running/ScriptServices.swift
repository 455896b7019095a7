import OAuthClient
import OAuthCore

/// What a run may use. Everything in it is cheap to make and opens nothing before it is needed.
public struct ScriptServices: Sendable {
    public var secrets: any SecretSource
    public var client: APIClient
    public var tokens: TokenManager
    /// Signs the person in when a token is missing; throws `authorization_required` where nobody can be asked.
    public var signIn: @Sendable (Connection, _ reason: OAuthError) async throws -> Void
    public var log: @Sendable (LogLevel, String) -> Void
    /// Shows long work to the person who waits for it.
    public var progress: ProgressReport?
    /// Where rows go that are written while the script runs; nil where that is nowhere.
    public var rows: (any RowSink)?
    /// Where answers are kept that are asked for again with conditions; nil for nowhere.
    public var cache: (any CacheStore)?
    /// Where the script's state is kept; nil for a script that is no file.
    public var state: (any StateStore)?
    /// Whether resources read everything, whatever they saw in earlier runs (`--full`).
    public var isFull = false
    /// The person's own presets.
    public var presets = PresetFolder()
    /// The text and the path of connections.lua, nil where there is none.
    public var connectionsFile: @Sendable () throws -> (source: [UInt8], path: String)?

    public init(
        secrets: any SecretSource, client: APIClient, tokens: TokenManager,
        signIn: @escaping @Sendable (Connection, _ reason: OAuthError) async throws -> Void,
        log: @escaping @Sendable (LogLevel, String) -> Void,
        progress: ProgressReport? = nil, rows: (any RowSink)? = nil,
        connectionsFile: @escaping @Sendable () throws -> (source: [UInt8], path: String)?
    ) {
        self.secrets = secrets
        self.client = client
        self.tokens = tokens
        self.signIn = signIn
        self.log = log
        self.progress = progress
        self.rows = rows
        self.connectionsFile = connectionsFile
    }
}

/// How much `log.*` and the program itself say on stderr.
public enum LogLevel: String, Sendable, CaseIterable, Comparable {
    case debug, info, warn, error, none

    public static func < (left: LogLevel, right: LogLevel) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

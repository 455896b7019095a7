import OAuthClient
import OAuthLua
import Output

/// What the flags that every command has say, as plain values, with what holds where they say nothing.
///
/// Beside ``CommonOptions`` because ArgumentParser's properties cannot be set but by parsing: see ``PlainCommand``.
struct CommonSettings: Sendable {
    var profile = "default"
    var nonInteractive = false
    var store: String?
    var cacert: String?
    var connectTo: [ConnectionRoute] = []
    var maxConnections = TransportConfiguration.standardConnectionsPerHost
    var verbose = false
    var quiet = false
    var logLevel = LogLevel.info
    var logFormat = LogFormat.text
    var color = ColorChoice.auto
}

/// How one run of a script differs from another.
struct RunSettings: Sendable {
    /// Resources read everything, whatever they saw in earlier runs.
    var isFull = false
    /// Only where no other run of the same script and profile goes on.
    var isSingle = false
    var usesCache = true
}

/// Where a command's data goes, and how it looks.
struct OutputSettings: Sendable {
    var target = OutputTarget.document(.auto)
    /// nil: stdout.
    var file: String?
    /// The database's table, or which of several results is wanted.
    var table: String?
    /// Whether tables may be wider than the terminal.
    var isWide = false
    /// Whether CSV is made safe for spreadsheets.
    var guardsFormulas = false
}

/// What a script may have.
struct ScriptSettings: Sendable {
    var params: [String] = []
    var allowEnv: [String] = []
    /// MB.
    var maxMemory = 512
    /// Seconds.
    var maxTime: Double?
    /// Of requests that may be sent again; nil for what definitions say, or 3.
    var retries: Int?

    var parameters: [String: String] {
        var result: [String: String] = [:]
        for param in params {
            let parts = param.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            result[String(parts[0])] = String(parts[1])
        }
        return result
    }
}

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
    var verbose = false
    var quiet = false
    var logLevel = LogLevel.info
    var logFormat = LogFormat.text
    var color = ColorChoice.auto
}

/// Where a command's data goes, and how it looks.
struct OutputSettings: Sendable {
    var format = OutputFormat.auto
    /// nil: stdout.
    var file: String?
}

/// What a script may have.
struct ScriptSettings: Sendable {
    var params: [String] = []
    var allowEnv: [String] = []
    /// MB.
    var maxMemory = 512
    /// Seconds.
    var maxTime: Double?

    var parameters: [String: String] {
        var result: [String: String] = [:]
        for param in params {
            let parts = param.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            result[String(parts[0])] = String(parts[1])
        }
        return result
    }
}

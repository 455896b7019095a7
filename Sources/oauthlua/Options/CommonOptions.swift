import ArgumentParser
import OAuthClient
import OAuthLua
import Output

/// Flags that mean the same for every command.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Which account to use.", valueName: "name"))
    var profile = CommonSettings().profile

    @Flag(help: "Never prompt; implied when stdin is not a terminal.")
    var nonInteractive = CommonSettings().nonInteractive

    @Option(name: .customLong("store"), help: ArgumentHelp("The token store: sqlite:PATH.", valueName: "url"))
    var store: String?

    @Option(help: ArgumentHelp("Certificates to trust instead of the system's (PEM).", valueName: "file"))
    var cacert: String?

    @Option(
        help: ArgumentHelp(
            "Connect to ADDR:PORT in place of HOST:PORT, as curl does; repeatable. An empty HOST or PORT is any.",
            valueName: "HOST:PORT:ADDR:PORT"), transform: ConnectionRoute.parse)
    var connectTo: [ConnectionRoute] = []

    @Option(help: ArgumentHelp("How many requests may be under way at one host.", valueName: "number"))
    var maxConnections = CommonSettings().maxConnections

    @Flag(name: .shortAndLong, help: "Show requests and responses as curl does, secrets redacted.")
    var verbose = CommonSettings().verbose

    @Flag(name: .shortAndLong, help: "Say nothing on stderr but errors.")
    var quiet = CommonSettings().quiet

    @Option(
        help: ArgumentHelp("What to say on stderr: debug, info, warn, error or none.", valueName: "level"),
        transform: LogLevel.parse)
    var logLevel = CommonSettings().logLevel

    @Option(help: ArgumentHelp("How to say it: text or json.", valueName: "format"), transform: LogFormat.parse)
    var logFormat = CommonSettings().logFormat

    @Option(
        help: ArgumentHelp("Colours: auto, always or never; NO_COLOR is honoured.", valueName: "when"),
        transform: ColorChoice.parse)
    var color = CommonSettings().color

    func validate() throws {
        guard maxConnections > 0 else { throw ValidationError("--max-connections is at least 1") }
    }

    var settings: CommonSettings {
        CommonSettings(
            profile: profile, nonInteractive: nonInteractive, store: store, cacert: cacert, connectTo: connectTo,
            maxConnections: maxConnections, verbose: verbose,
            quiet: quiet, logLevel: logLevel, logFormat: logFormat, color: color)
    }
}

extension ConnectionRoute {
    static func parse(_ text: String) throws -> ConnectionRoute {
        guard let route = ConnectionRoute(text) else {
            throw ValidationError("--connect-to takes HOST:PORT:ADDR:PORT, not '\(text)'")
        }
        return route
    }
}

/// Flags for commands that print data.
struct OutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "auto, table, json, ndjson, csv, markdown, sqlite:FILE or none; auto is a table on a terminal and JSON elsewhere.",
            valueName: "format"), transform: OutputTarget.parse)
    var output = OutputSettings().target

    @Option(
        name: .customShort("o"), help: ArgumentHelp("Write the data to this file instead of stdout.", valueName: "file")
    )
    var file: String?

    @Option(
        help: ArgumentHelp(
            "The table in the database; elsewhere, which of several results to write.", valueName: "name"))
    var table: String?

    @Flag(help: "Let tables be wider than the terminal.")
    var wide = OutputSettings().isWide

    @Flag(help: "Write an apostrophe before what a spreadsheet would take for a formula.")
    var csvGuard = OutputSettings().guardsFormulas

    func validate() throws {
        if case .sqlite = output, file != nil { throw ValidationError("sqlite:FILE names its own file: leave out -o") }
        if table == "" { throw ValidationError("--table takes a name") }
    }

    var settings: OutputSettings {
        OutputSettings(target: output, file: file, table: table, isWide: wide, guardsFormulas: csvGuard)
    }
}

/// Flags for commands that run a script, be it for its definitions only.
struct ScriptOptions: ParsableArguments {
    @Option(
        name: .customLong("param"),
        help: ArgumentHelp("A value for the script's `params` table; repeatable.", valueName: "key=value"))
    var params: [String] = []

    @Option(
        name: .customLong("allow-env"),
        help: ArgumentHelp("Environment variables that the script may read; repeatable.", valueName: "names"))
    var allowEnv: [String] = []

    @Option(help: ArgumentHelp("Lua memory in MB.", valueName: "mb"))
    var maxMemory = ScriptSettings().maxMemory

    @Option(help: ArgumentHelp("End the run after this many seconds (exit code 124).", valueName: "seconds"))
    var maxTime: Double?

    func validate() throws {
        for param in params where !param.contains("=") || param.hasPrefix("=") {
            throw ValidationError("--param takes key=value, not '\(param)'")
        }
        guard maxMemory >= 1, maxMemory <= 1 << 20 else { throw ValidationError("--max-memory takes 1 to 1048576 MB") }
        if let maxTime, !(maxTime > 0 && maxTime < 1e9) {
            throw ValidationError("--max-time takes a number of seconds greater than 0")
        }
    }

    var settings: ScriptSettings {
        ScriptSettings(params: params, allowEnv: allowEnv, maxMemory: maxMemory, maxTime: maxTime)
    }
}

/// Flags for commands that send API requests.
struct RequestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How often requests are sent again after a passing failure; 0 for never. 3 unless a script says otherwise.",
            valueName: "times"))
    var retry: Int?

    func validate() throws {
        if let retry, !(0...99 ~= retry) { throw ValidationError("--retry takes 0 to 99") }
    }

    /// What a script may have, and how often its requests are sent again.
    func settings(_ script: ScriptOptions) -> ScriptSettings {
        var settings = script.settings
        settings.retries = retry
        return settings
    }
}

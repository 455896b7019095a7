import ArgumentParser
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

    var settings: CommonSettings {
        CommonSettings(
            profile: profile, nonInteractive: nonInteractive, store: store, cacert: cacert, verbose: verbose,
            quiet: quiet, logLevel: logLevel, logFormat: logFormat, color: color)
    }
}

/// Flags for commands that print data.
struct OutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "auto, table, json, ndjson, csv or none; auto is a table on a terminal and JSON elsewhere.",
            valueName: "format"), transform: OutputFormat.parse)
    var output = OutputSettings().format

    @Option(
        name: .customShort("o"), help: ArgumentHelp("Write the data to this file instead of stdout.", valueName: "file")
    )
    var file: String?

    var settings: OutputSettings { OutputSettings(format: output, file: file) }
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

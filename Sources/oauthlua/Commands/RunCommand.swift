import ArgumentParser
import OAuthLua

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a script and print what it returns.",
        usage: "oauthlua run [<options>] <script.lua> [<args> ...]",
        discussion: "Flags of oauthlua stand before the script; everything after it is the script's own (`arg`).")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: ScriptOptions
    @OptionGroup var requests: RequestOptions

    @Flag(help: "Read everything, whatever earlier runs saw: `since` is left out of account.")
    var full = RunSettings().isFull

    @Flag(help: "Refuse to run while another run of the script goes on (exit code 75).")
    var single = RunSettings().isSingle

    @Flag(help: "Neither use nor fill the cache of answers.")
    var noCache = false

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The script (- for stdin) and its arguments.", valueName: "script.lua [args]"))
    var input: [String] = []

    func validate() throws {
        guard let script = input.first else { throw ValidationError("Which script? Write: oauthlua run SCRIPT.lua") }
        if ["-h", "--help"].contains(script) { throw CleanExit.helpRequest(self) }
        if script.hasPrefix("-"), script != "-" { throw ValidationError("Unknown option '\(script)'") }
        if single, script == "-" { throw ValidationError("--single needs a script that is a file") }
    }

    func run() async throws {
        let run = ScriptRun(
            common: common.settings, output: output.settings, options: requests.settings(options),
            run: RunSettings(isFull: full, isSingle: single, usesCache: !noCache), path: input[0],
            arguments: Array(input.dropFirst()))
        await run.perform()
    }
}

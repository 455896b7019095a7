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

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The script (- for stdin) and its arguments.", valueName: "script.lua [args]"))
    var input: [String] = []

    func validate() throws {
        guard let script = input.first else { throw ValidationError("Which script? Write: oauthlua run SCRIPT.lua") }
        if ["-h", "--help"].contains(script) { throw CleanExit.helpRequest(self) }
        if script.hasPrefix("-"), script != "-" { throw ValidationError("Unknown option '\(script)'") }
    }

    func run() async throws {
        let run = ScriptRun(
            common: common.settings, output: output.settings, options: options.settings, path: input[0],
            arguments: Array(input.dropFirst()))
        await run.perform()
    }
}

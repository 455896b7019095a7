import ArgumentParser
import Output

struct ReplCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl", abstract: "Explore: type Lua, see what comes back.",
        discussion: """
            With a script, it is run first, and its variables are there. :help lists the commands. Reads standard input \
            when that is no terminal, goes on after an error, and ends with the exit code of the first one.
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ScriptOptions
    @OptionGroup var requests: RequestOptions

    @Argument(help: ArgumentHelp("A script to begin with.", valueName: "script.lua"))
    var script: String?

    func validate() throws {
        if script == "-" { throw ValidationError("the REPL reads standard input itself: leave out -") }
    }

    func run() async throws {
        await common.settings.perform(script: requests.settings(options), target: script) { session in
            if let script { _ = try ScriptFile(path: script) }
            try await Repl(session, script: script).run()
        }
    }
}

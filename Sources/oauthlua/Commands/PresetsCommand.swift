import ArgumentParser
import LuaHost
import OAuthCore
import OAuthLua
import Output

struct PresetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets", abstract: "The catalogue of providers, and presets of your own.",
        discussion: """
            A definition names one: oauth.connection { preset = "google", … }. Your own are presets/NAME.json or \
            presets/NAME.lua in the configuration folder, and come first.
            """,
        subcommands: [List.self, Search.self, Show.self, Lint.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Show all presets.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            await common.perform { session in
                try await session.printPresets(try await session.presets(), as: output.settings)
            }
        }
    }

    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "search", abstract: "Show the presets whose id, name, aliases or addresses hold a word.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "What to look for; upper and lower case are the same.") var word: String

        func run() async throws {
            await common.perform { session in
                let found = try await session.presets().filter { $0.preset.matches(word) }
                if found.isEmpty {
                    session.console.note("no preset holds '\(word)': write the provider's URLs, or its issuer")
                }
                try await session.printPresets(found, as: output.settings)
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show all that a preset says, with what it extends.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "A preset's id or alias.") var id: String

        func run() async throws {
            await common.perform { session in
                let preset = try await session.presetReader().preset(named: id)
                if var page = session.console.page(for: output.settings) {
                    PresetPage(preset: preset).write(to: &page)
                    return try session.console.show(page)
                }
                let result =
                    [.document(.json), .document(.ndjson)].contains(output.settings.resolved)
                    ? ScriptResult(.table(PresetListing.value(of: preset)), shape: RowShape(name: "preset"))
                    : ScriptResult(
                        .list(PresetListing.lines(of: preset)),
                        shape: RowShape(name: "preset", columns: ["key", "value"]))
                try await session.console.print(result, as: output.settings)
                if !preset.isVerified {
                    session.console.note(
                        "unverified: no two sources agree on these addresses; compare them with the provider's "
                            + "documentation")
                }
            }
        }
    }

    struct Lint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint", abstract: "Check a preset's file: JSON, or Lua by its name.",
            discussion: "Exits with 78 where something is wrong.")

        @OptionGroup var common: CommonOptions
        @Argument(help: ArgumentHelp("The file of a preset; its name is the preset's id.", valueName: "file"))
        var file: String

        func run() async throws {
            await common.perform { session in
                let problems = try await session.presetProblems(inFile: file)
                for problem in problems { session.console.say(Diagnostic(.error, "\(file): \(problem)")) }
                guard problems.isEmpty else {
                    let count = problems.count == 1 ? "a problem" : "\(problems.count) problems"
                    throw OAuthError(.config, "\(file) has \(count)")
                }
                session.console.note("\(file) is in order")
            }
        }
    }
}

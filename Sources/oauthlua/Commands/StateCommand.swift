import ArgumentParser
import LuaHost
import OAuthCore
import OAuthLua
import Output

struct StateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state", abstract: "What a script keeps between its runs.",
        subcommands: [Show.self, Clear.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print it: `state`, and what each resource has seen.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The script.") var script: String

        func run() async throws {
            await common.perform { session in
                guard let document = try await session.memory(ofScript: script)?.peek() else {
                    return session.console.note("\(script) keeps nothing\(Self.whose(session))")
                }
                guard let value = JSONValue(document.reveal()) else {
                    throw OAuthError(
                        .store, "what \(script) keeps cannot be read: it is damaged, or nested too deeply",
                        advice: "Forget it: oauthlua state clear \(ShellWord.quote(script))")
                }
                var settings = output.settings
                if case .document(.auto) = settings.target { settings.target = .document(.json) }
                try await session.console.print(ScriptResult(LuaValue(value)), as: settings)
            }
        }

        static func whose(_ session: Session) -> String { " in the profile '\(session.options.profile)'" }
    }

    struct Clear: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "clear", abstract: "Forget it: the next run begins as the first one did.")

        @OptionGroup var common: CommonOptions
        @Argument(help: "The script.") var script: String

        func run() async throws {
            await common.perform { session in
                let wasThere = try await session.memory(ofScript: script)?.clear() ?? false
                session.console.note(
                    wasThere
                        ? "what \(script) kept is forgotten" : "\(script) keeps nothing\(Show.whose(session))")
            }
        }
    }
}

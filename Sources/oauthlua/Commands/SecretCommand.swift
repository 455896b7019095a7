import ArgumentParser
import LuaHost
import OAuthCore
import OAuthLua

struct SecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Secrets in the encrypted store, for `secret \"NAME\"` in scripts.",
        discussion: "A variable of the same name in the environment comes first.",
        subcommands: [Set.self, List.self, Remove.self])

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Store a secret: typed at a prompt, or read from stdin, never an argument.")

        @OptionGroup var common: CommonOptions
        @Argument(help: "What scripts call it.") var name: String

        func run() async throws {
            await common.perform { session in
                guard let value = try await session.console.readSecret("Value of \(name): ") else {
                    throw OAuthError(
                        .config, "the value must be asked for", advice: "Leave out --non-interactive, or pipe it in")
                }
                guard !value.reveal().isEmpty else {
                    throw OAuthError(.config, "the value of '\(name)' is empty", advice: "Nothing was stored")
                }
                try await session.vault.setSecret(value, named: name)
                session.console.note("'\(name)' is stored in \(session.vault.location)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Show the names of the secrets.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            await common.perform { session in
                let names = try await session.vault.secretNames()
                let rows = names.map { LuaValue.table(["name": .text($0)]) }
                try await session.console.print(
                    ScriptResult(.list(rows), shape: RowShape(name: "secrets", columns: ["name"])), as: output.settings)
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "remove", abstract: "Forget a secret.")

        @OptionGroup var common: CommonOptions
        @Argument(help: "What scripts call it.") var name: String

        func run() async throws {
            await common.perform { session in
                guard try await session.vault.removeSecret(named: name) else {
                    throw OAuthError(.config, "there is no secret '\(name)'", advice: "See `oauthlua secret list`")
                }
                session.console.note("'\(name)' is forgotten")
            }
        }
    }
}

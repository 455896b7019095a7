import ArgumentParser
import OAuthCore

struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Forget the tokens of a connection, or of all of a script.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ScriptOptions

    @Flag(help: "Tell the provider first (RFC 7009).")
    var revoke = false

    @Flag(help: "End the browser's session at the provider as well (OpenID Connect).")
    var browser = false

    @Flag(help: "End the registration of a client that registered itself, too (RFC 7592).")
    var forgetClient = false

    @Argument(help: Target.help)
    var target: Target

    func run() async throws {
        await common.perform(script: options, target: target.text) { session in
            for connection in try await session.connections(of: target) {
                let forgotten = try await session.tokens.forget(connection, revoking: revoke)
                try await session.cache.forget(connection)
                for failure in forgotten.failures { session.console.warn(failure.message, hint: failure.advice) }
                session.console.note(
                    forgotten.wasStored
                        ? "'\(connection.name)' is signed out" : "'\(connection.name)' was not signed in")
                if forgetClient, let failure = try await session.tokens.forgetClient(connection) {
                    session.console.warn(failure.message, hint: failure.advice)
                }
                if browser { try await session.endBrowserSession(connection) }
            }
        }
    }
}

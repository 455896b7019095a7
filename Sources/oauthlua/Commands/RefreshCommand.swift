import ArgumentParser
import OAuthCore
import Output

struct RefreshCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh", abstract: "Refresh tokens now.",
        discussion:
            "With --all, every connection of connections.lua that needs nobody: a cron job that runs it keeps them alive."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ScriptOptions

    @Flag(help: "Every connection of connections.lua that has a refresh token, or fetches its own tokens.")
    var all = false

    @Argument(help: Target.help)
    var target: Target?

    func validate() throws {
        if all == (target != nil) { throw ValidationError("Name one target, or write --all") }
    }

    func run() async throws {
        await common.perform(script: options, target: target?.text) { session in
            var connections = try await session.connections(of: target ?? .allShared)
            if target?.name == nil { connections = try await session.refreshable(connections) }
            var failure: (any Error)?
            for connection in connections {
                do {
                    let token = try await session.tokens.refresh(connection)
                    session.console.note("'\(connection.name)' is refreshed\(StatusRow.validity(of: token))")
                } catch {
                    if let failure { _ = session.console.report(failure) }
                    failure = error
                }
            }
            if let failure { throw failure }
            if connections.isEmpty { session.console.note("there is nothing to refresh") }
        }
    }
}

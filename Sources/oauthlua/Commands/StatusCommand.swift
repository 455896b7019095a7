import ArgumentParser
import LuaHost
import OAuthClient
import OAuthCore
import OAuthLua
import Output

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show which connections are signed in, as whom and until when.",
        discussion: "Without a target, everything in the store; with one, its connections, signed in or not.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: ScriptOptions

    @Argument(help: Target.help)
    var target: Target?

    func run() async throws {
        await common.perform(script: options, target: target?.text) { session in
            var rows: [LuaValue] = []
            if let target {
                for connection in try await session.connections(of: target) {
                    let status = try await session.tokens.status(for: connection)
                    rows.append(StatusRow(status, provider: connection.tokenKey(profile: "").provider).value)
                }
            } else {
                for record in try await session.vault.records() {
                    let status = TokenStatus(record, location: session.vault.location, now: Date())
                    rows.append(StatusRow(status, provider: record.key.provider).value)
                }
            }
            if rows.isEmpty { session.console.note("nobody is signed in: \(session.vault.location) holds no tokens") }
            let shape = RowShape(name: "status", columns: StatusRow.columns(of: rows))
            try await session.console.print(
                ScriptResult(.list(rows), shape: shape), as: output.settings, withNotes: !rows.isEmpty)
            for note in rows.compactMap({ $0["note"]?.text }) { session.console.note(note) }
            if rows.contains(where: { $0["stored_in"] != nil }) {
                session.console.note("tokens are stored encrypted in \(session.vault.location)")
            }
        }
    }
}

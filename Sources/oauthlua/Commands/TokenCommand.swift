import ArgumentParser
import LuaHost
import OAuthCore
import OAuthLua
import Output

#if canImport(Glibc)
    import Glibc
#endif

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Print a valid access token for other tools.",
        discussion:
            "It is refreshed first when it is about to end. Prefer `oauthlua get`: a printed token can be copied.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ScriptOptions

    @Flag(help: "Print the header that carries it: Authorization: Bearer …")
    var header = false

    @Flag(help: "Print a JSON object: access_token, token_type, expires_at, scope.")
    var json = false

    @Argument(help: Target.help)
    var target: Target

    func validate() throws {
        if header && json { throw ValidationError("Choose one of --header and --json") }
    }

    func run() async throws {
        await common.perform(script: options, target: target.text) { session in
            let connection = try await session.connection(of: target)
            let token = try await session.tokens.token(for: connection)
            if token.isBoundToKey {
                session.console.warn(
                    "the token of '\(connection.name)' is bound to a key that other tools do not have (DPoP)",
                    hint: "Send requests with `oauthlua get`, or from a script")
            }
            let text: String
            if json {
                var fields: [String: LuaValue] = [
                    "access_token": .text(token.accessToken.reveal()), "token_type": .text(token.type),
                ]
                fields["expires_at"] = token.expiresAt.map { .integer(Int64($0.timeIntervalSince1970)) }
                fields["scope"] = .text((token.scope ?? connection.scope).joined(separator: " "))
                try await session.console.print(
                    ScriptResult(.table(fields)), as: OutputSettings(target: .document(.json)))
                return
            } else if header {
                let placement =
                    token.isBoundToKey ? .header(name: "Authorization", scheme: "DPoP") : connection.placement
                guard let line = placement.headerLine(token.accessToken) else {
                    throw OAuthError(
                        .config, "'\(connection.name)' sends its token in the URL, so there is no header to print",
                        advice: "Leave out --header", connection: connection.name)
                }
                text = line.reveal()
            } else {
                text = token.accessToken.reveal()
            }
            try DescriptorSink(STDOUT_FILENO).write(Array((text + "\n").utf8))
        }
    }
}

import ArgumentParser
import OAuthClient
import OAuthCore

struct AuthorizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authorize",
        abstract: "Sign in: get tokens for one connection, or for all of a script that have none.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ScriptOptions

    @Flag(help: "Print the URL instead of opening a browser.")
    var noBrowser = false

    @Flag(help: "Also accept the redirected URL, or the bare code, on stdin.")
    var paste = false

    @Flag(help: "Sign in on another device: print an address and a code to enter there.")
    var device = false

    @Option(help: ArgumentHelp("Listen on this port of the loopback address.", valueName: "port"))
    var port: Int?

    @Option(help: ArgumentHelp("Give up after this many seconds.", valueName: "seconds"))
    var timeout = 300.0

    @Argument(help: Target.help)
    var target: Target

    func validate() throws {
        if let port, !(1...65535).contains(port) { throw ValidationError("--port takes 1 to 65535") }
        guard timeout > 0, timeout < 1e9 else {
            throw ValidationError("--timeout takes a number of seconds greater than 0")
        }
    }

    func run() async throws {
        await common.perform(script: options, target: target.text) { session in
            var connections = try await session.connections(of: target)
            if connections.count > 1 {
                connections = try await session.withoutToken(connections)
                if connections.isEmpty {
                    session.console.note("every connection of \(target.text) is signed in already")
                }
            }
            try await session.vault.prepare()
            let settings = AuthorizeOptions(
                browser: noBrowser ? .print : .open, paste: paste, port: port, usesDevice: device,
                timeout: .milliseconds(Int64(timeout * 1000)))
            for connection in connections {
                let token = try await session.authorize(connection, options: settings)
                let what = connection.fetchesItsTokens ? "has a token" : "is signed in"
                session.console.note("'\(connection.name)' \(what)\(StatusRow.validity(of: token))")
            }
        }
    }
}

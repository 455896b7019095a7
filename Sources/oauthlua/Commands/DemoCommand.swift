import ArgumentParser
import DemoProvider
import OAuthCore
import Output

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "The whole story on this machine, with no account anywhere.",
        discussion: """
            Starts a small authorization server with a calendar, signs in with the browser, runs the calendar script and \
            prints its table. Nothing is kept. With --serve it only runs the server and prints the variables for scripts \
            of your own.
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Consent without a browser.")
    var yes = false

    @Flag(help: "Run the server until it is interrupted.")
    var serve = false

    @Option(help: ArgumentHelp("Listen on this port.", valueName: "port"))
    var port = 0

    @Option(
        help: ArgumentHelp(
            "How long access tokens live: 3600, or what the provider of --as has.", valueName: "seconds"))
    var tokenLifetime: Double?

    @Option(
        help: ArgumentHelp(
            "How long a used refresh token may come again, as after a lost answer.", valueName: "seconds"))
    var reuseGrace = 0.0

    @Option(help: ArgumentHelp("How long the token endpoint takes to answer.", valueName: "seconds"))
    var latency = 0.0

    @Option(help: ArgumentHelp("How many events the calendar has.", valueName: "count"))
    var events = 250

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "What the provider does otherwise; repeatable. Names: \(DemoProvider.Options.names.joined(separator: ", ")).",
            valueName: "name=value"))
    var settings: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --serve: use https, and write the certificates to trust and to show to this folder.",
            valueName: "folder"))
    var tls: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "With --serve: play a known provider, at its host names: \(DemoProvider.playable.joined(separator: ", ")).",
            valueName: "provider"))
    var played: String?

    func validate() throws {
        var options = DemoProvider.Options()
        try apply(to: &options)
        guard tls == nil || serve else { throw ValidationError("--tls needs --serve") }
        guard played == nil || serve else { throw ValidationError("--as needs --serve") }
        guard (0...65535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
        guard tokenLifetime ?? 0 >= 0, reuseGrace >= 0, latency >= 0, events >= 0 else {
            throw ValidationError("numbers must not be negative")
        }
    }

    private func apply(to options: inout DemoProvider.Options) throws {
        if let played, !options.play(played) {
            let nearest = NearestName.of(played, in: DemoProvider.playable)
            throw ValidationError(
                "'\(played)' cannot be played"
                    + (nearest.map { ". Did you mean '\($0)'?" } ?? ": see --help for those that can"))
        }
        if let tokenLifetime { options.accessTokenLifetime = .milliseconds(Int64(tokenLifetime * 1000)) }
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, options.set(parts[0], parts[1]) else {
                throw ValidationError("'\(setting)' is not a setting: see --help for the names")
            }
        }
    }

    func run() async throws {
        var options = DemoProvider.Options()
        options.port = port
        options.consentsItself = yes
        options.reuseGrace = .milliseconds(Int64(reuseGrace * 1000))
        options.latency = .milliseconds(Int64(latency * 1000))
        options.eventCount = events
        options.usesTLS = options.usesTLS || tls != nil
        try apply(to: &options)
        let provider = DemoProvider(options)
        if serve {
            await common.perform { session in
                try await DemoServer(provider: provider, certificates: tls, played: played).run(
                    console: session.console)
            }
        } else {
            await common.perform { session in
                try await DemoStory(
                    provider: provider, consentsItself: yes, common: common.settings, output: output.settings
                )
                .tell(console: session.console)
            }
        }
    }
}

import ArgumentParser

struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Send one authorized request, like curl.",
        discussion: """
            The body goes to stdout as it came. An HTTP error status ends with 69, 75 (408, 429, 5xx) or 77 (401, 403); \
            the body is printed all the same.
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ScriptOptions

    @Option(
        name: [.customShort("X"), .long],
        help: ArgumentHelp("GET, or POST with a body, unless you say otherwise.", valueName: "method"))
    var request: String?

    @Option(name: [.customShort("H"), .long], help: ArgumentHelp("A header; repeatable.", valueName: "name: value"))
    var header: [String] = []

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "A form body; @FILE reads it from a file, @- from stdin; repeats are joined by &.", valueName: "data"))
    var data: [String] = []

    @Option(help: ArgumentHelp("A JSON body; @FILE and @- as for --data.", valueName: "data"))
    var json: String?

    @Option(
        name: .customShort("o"),
        help: ArgumentHelp("Write the body to this file, whatever its size.", valueName: "file"))
    var file: String?

    @Flag(name: [.short, .long], help: "Print the status line and the headers first.")
    var include = false

    @Argument(help: Target.help)
    var target: Target

    @Argument(help: "Absolute, or below the connection's base_url.")
    var url: String

    func validate() throws {
        if json != nil, !data.isEmpty { throw ValidationError("Choose one of --data and --json") }
        for header in header where !header.contains(":") {
            throw ValidationError("-H takes 'Name: value', not '\(header)'")
        }
    }

    func run() async throws {
        let request = SingleRequest(
            common: common.settings, options: options.settings, target: target, url: url, method: request,
            headers: header, data: data, json: json, file: file, showsHead: include)
        await request.perform()
    }
}

import ArgumentParser
import OAuthClient

struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Send one authorized request, like curl.",
        discussion: """
            The body goes to stdout as it came. An HTTP error status ends with 69, 75 (408, 429, 5xx) or 77 (401, 403); \
            the body is printed all the same.
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ScriptOptions
    @OptionGroup var requests: RequestOptions

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
        name: [.customShort("F"), .long],
        help: ArgumentHelp(
            "A field of a multipart form, as in curl: name=value, name=@FILE, name=<FILE; ;type= and ;filename= may follow.",
            valueName: "name=value"), transform: FormArgument.parse)
    var form: [FormPart] = []

    @Option(
        name: .customShort("o"),
        help: ArgumentHelp("Write the body to this file, whatever its size.", valueName: "file"))
    var file: String?

    @Option(
        name: [.customShort("C"), .customLong("continue-at")],
        help: ArgumentHelp(
            "With -o: go on with what an earlier try left; only - is known, where it left off.", valueName: "-"))
    var continueAt: String?

    @Flag(name: .customLong("continue"), help: "The same as -C -.")
    var continues = false

    @Option(help: ArgumentHelp("With -o: what the file must be, like sha256:9f86d0…", valueName: "checksum"))
    var checksum: String?

    @Flag(name: [.short, .long], help: "Print the status line and the headers first.")
    var include = false

    @Flag(
        inversion: .prefixedNo,
        help: "Ask whether the answer of an earlier run still holds, and keep this one for the next.")
    var cache = SingleRequest.usesCache

    @Argument(help: Target.help)
    var target: Target

    @Argument(help: "Absolute, or below the connection's base_url.")
    var url: String

    func validate() throws {
        if [json != nil, !data.isEmpty, !form.isEmpty].count(where: { $0 }) > 1 {
            throw ValidationError("Choose one of --data, --json and --form")
        }
        if let continueAt, continueAt != "-" {
            throw ValidationError("-C takes - and no number: where to go on is known")
        }
        if file == nil, continueAt != nil || continues || checksum != nil {
            throw ValidationError("-C and --checksum are about the file of -o")
        }
        for header in header where !header.contains(":") {
            throw ValidationError("-H takes 'Name: value', not '\(header)'")
        }
    }

    func run() async throws {
        let request = SingleRequest(
            common: common.settings, options: requests.settings(options), target: target, url: url, method: request,
            headers: header, data: data, json: json, form: form, file: file, continues: continues || continueAt != nil,
            checksum: checksum, showsHead: include, usesCache: cache)
        await request.perform()
    }
}

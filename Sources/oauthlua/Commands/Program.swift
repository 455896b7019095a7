/// The program's start.
@main
enum Program {
    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        if let command = PlainCommand(words) { await command.perform() }
        MistypedCommand(words)?.report()
        await OAuthLuaCommand.main()
    }
}

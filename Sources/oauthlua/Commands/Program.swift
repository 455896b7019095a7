/// The program's start.
@main
enum Program {
    static func main() async {
        if let command = PlainCommand(Array(CommandLine.arguments.dropFirst())) { await command.perform() }
        await OAuthLuaCommand.main()
    }
}

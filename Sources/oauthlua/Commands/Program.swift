#if canImport(Glibc)
    import CMalloc
#endif

/// The program's start.
@main
enum Program {
    static func main() async {
        #if canImport(Glibc)
            // An arena for each thread has to be made, and grows by a system call for every few kilobytes.
            mallopt(M_ARENA_MAX, 1)
        #endif
        let words = Array(CommandLine.arguments.dropFirst())
        if let command = PlainCommand(words) { await command.perform() }
        MistypedCommand(words)?.report()
        await OAuthLuaCommand.main()
    }
}

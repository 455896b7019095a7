import ArgumentParser

/// All that the program can be told. Subcommands are one file each in this folder.
struct OAuthLuaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oauthlua",
        abstract: "Run Lua scripts that talk to OAuth APIs.",
        discussion: """
            Data goes to stdout, everything else to stderr. Exit codes follow sysexits.h: 0 done, 1 the script failed, \
            64 wrong usage, 65 undecodable response, 66 no such script, 69 unreachable, 74 token store, 75 try later, \
            77 authorization needed, 78 wrong definition, 124 out of time, 130 interrupted.
            """,
        version: Version.text,
        subcommands: [
            RunCommand.self, ReplCommand.self, AuthorizeCommand.self, StatusCommand.self, RefreshCommand.self,
            LogoutCommand.self,
            TokenCommand.self, GetCommand.self, SecretCommand.self, StateCommand.self, PresetsCommand.self,
            ExplainCommand.self,
            DemoCommand.self,
            CompletionsCommand.self,
        ])
}

import OAuthCore

/// A line that begins with a colon: a command of the prompt.
struct PromptCommand: Equatable {
    var name: String
    var argument: String

    /// What there is, with what `:help` says of it.
    static let all: [(usage: String, text: String)] = [
        (":help [NAME]", "what a function, a type or a command is about"),
        (":type [EXPRESSION]", "what kind of value it is; the last result without one"),
        (":time CHUNK", "runs it, and says how long it took"),
        (":table [EXPRESSION]", "rows as a table; a resource is fetched, a response decoded"),
        (":json [EXPRESSION]", "all of it as JSON"),
        (":csv FILE [EXPRESSION]", "rows as CSV, to a file"),
        (":curl", "the last request as a command line, its token left out"),
        (":save FILE.lua", "what worked in this session, as a script"),
        (":load FILE.lua", "runs a script; its locals are there afterwards"),
        (":reload", "runs what was loaded again, and reads connections.lua again"),
        (":connections", "which there are, and whether they are signed in"),
        (":quit", "the end; Ctrl-D does the same"),
    ]

    static let names = all.map { String($0.usage.dropFirst().prefix { $0 != " " }) }

    /// nil for a line of Lua; `::label::` is one.
    init?(_ line: String) {
        let trimmed = line.drop { $0 == " " || $0 == "\t" }
        guard trimmed.first == ":", let second = trimmed.dropFirst().first, second.isLetter || second == "?" else {
            return nil
        }
        let words = trimmed.dropFirst()
        name = String(words.prefix { $0 != " " && $0 != "\t" })
        var rest = words.dropFirst(name.count).drop { $0 == " " || $0 == "\t" }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        argument = String(rest)
    }

    /// The command in full: `:q` is `:quit` where only that begins so.
    /// - Throws: ``OAuthError`` with the nearest one.
    func resolved() throws -> PromptCommand {
        var copy = self
        if name == "?" { copy.name = "help" }
        if Self.names.contains(copy.name) { return copy }
        let longer = Self.names.filter { $0.hasPrefix(name) }
        if longer.count == 1 {
            copy.name = longer[0]
            return copy
        }
        let choices = longer.isEmpty ? NearestName.of(name, in: Self.names).map { [$0] } ?? [] : longer
        let known = choices.map { ":\($0)" }.joined(separator: " or ")
        throw OAuthError(
            .config, "there is no command :\(VisibleText.of(name))",
            advice: choices.isEmpty ? ":help lists them" : "Did you mean \(known)?")
    }
}

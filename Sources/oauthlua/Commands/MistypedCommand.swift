import ArgumentParser
import OAuthCore
import Output

#if canImport(Glibc)
    import Glibc
#endif

/// A subcommand that does not exist. ArgumentParser would call it an unexpected argument.
struct MistypedCommand {
    /// All of it, as far as it names commands: `state shwo`.
    var text: String
    var nearest: String?

    /// nil where the command exists, or where something else is wrong.
    init?(_ words: [String]) {
        var command: any ParsableCommand.Type = OAuthLuaCommand.self
        var path: [String] = []
        for word in words {
            let known = command.configuration.subcommands
            guard !known.isEmpty, !word.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            guard let next = known.first(where: { $0.configuration.commandName == word }) else {
                text = (path + [VisibleText.of(word)]).joined(separator: " ")
                if path.isEmpty, word.hasSuffix(".lua") {
                    nearest = "oauthlua run " + ShellWord.quote(word)
                } else {
                    let found = NearestName.of(word, in: known.compactMap { $0.configuration.commandName })
                    nearest = found.map { (["oauthlua"] + path + [$0]).joined(separator: " ") }
                }
                return
            }
            command = next
            path.append(word)
        }
        return nil
    }

    func report() -> Never {
        Console(CommonSettings(), environment: ProcessEnvironment.all).say(
            Diagnostic(
                .error, "there is no command '\(text)'", kind: "usage",
                hint: nearest.map { "Did you mean: \($0)" } ?? "See all of them: oauthlua --help"))
        exit(ExitStatus.usage.rawValue)
    }
}

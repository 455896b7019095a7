/// `run SCRIPT [ARGUMENTS]` and `get TARGET URL` without any flag: what cron jobs and loops start again and again.
///
/// Read here because ArgumentParser finds out by reflection what it can be given, and each of Swift's answers is a
/// search through all 8,000 conformances in the program: three quarters of what a hello script executes. Everything
/// else, mistakes and help too, stays ArgumentParser's; where both could read, they read the same.
enum PlainCommand {
    case run(ScriptRun)
    case get(SingleRequest)

    /// nil where ArgumentParser must have a look.
    init?(_ words: [String]) {
        guard words.count >= 2, let first = Self.value(words[1]), !words.contains(where: Self.isTaken) else {
            return nil
        }
        switch words[0] {
        case "run": self = .run(ScriptRun(path: first, arguments: Array(words.dropFirst(2))))
        case "get":
            guard words.count == 3, let target = Target(argument: first), let url = Self.value(words[2]) else {
                return nil
            }
            self = .get(SingleRequest(target: target, url: url))
        default: return nil
        }
    }

    func perform() async -> Never {
        switch self {
        case .run(let run): await run.perform()
        case .get(let request): await request.perform()
        }
    }

    /// What ArgumentParser takes for itself wherever it stands, even among a script's arguments.
    private static func isTaken(_ word: String) -> Bool {
        word.hasPrefix("---") || word.hasPrefix("--generate-completion-script")
    }

    private static func value(_ word: String) -> String? { word.isEmpty || word.hasPrefix("-") ? nil : word }
}

import OAuthCore

/// The exact command that signs a person in, with the flags that lead to the same definition.
struct CommandHint: Sendable {
    /// What the person named: a script, with or without `#name`, or a connection's name.
    var target: String?
    var profile: String
    var store: String?
    var params: [String]
    var allowEnv: [String]

    func authorize(_ connection: String) -> String {
        var words = ["oauthlua", "authorize"]
        if profile != "default" { words += ["--profile", profile] }
        if let store { words += ["--store", store] }
        for param in params { words += ["--param", param] }
        for names in allowEnv { words += ["--allow-env", names] }
        switch target.flatMap(Target.init(argument:)) {
        case .some(let target):
            if case .script(let path) = target.source {
                words.append("\(path)#\(connection)")
            } else {
                words.append(connection)
            }
        case nil: words.append(connection)
        }
        return words.map(ShellWord.quote).joined(separator: " ")
    }
}

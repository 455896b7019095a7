/// Which environment variables a script may read: what any program may know, and what the person named.
///
/// An allow-list, because the environment is where client secrets and keys are given to the program.
enum AllowedEnvironment {
    static let always: Set<String> = [
        "HOME", "HOSTNAME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "PWD", "SHELL", "TERM", "TMPDIR", "TZ", "USER",
    ]

    /// - Parameters:
    ///   - names: the values of `--allow-env`, each one name or several with commas between.
    ///   - more: the same from `OAUTHLUA_ALLOW_ENV`.
    static func select(from environment: [String: String], names: [String], more: String?) -> [String: String] {
        var allowed = always
        for list in names + [more ?? ""] { allowed.formUnion(list.split(separator: ",").map(String.init)) }
        return environment.filter { allowed.contains($0.key) || $0.key.hasPrefix("LC_") }
    }
}

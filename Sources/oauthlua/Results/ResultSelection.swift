import LuaHost
import OAuthCore
import Output

/// Which of the results that a script returned by name are wanted: `--table`.
struct ResultSelection {
    /// nil: all.
    let wanted: String?
    private(set) var hasFound = false
    private var others: [String] = []

    init(_ wanted: String?) { self.wanted = wanted }

    /// - Parameter count: how many there are, wanted or not.
    /// - Returns: whether this is one that is wanted.
    mutating func take(_ name: String, of count: Int, as target: OutputTarget) throws(OAuthError) -> Bool {
        if let wanted {
            if name == wanted { hasFound = true } else { others.append(name) }
            return name == wanted
        }
        if count > 1, target == .document(.csv) {
            throw OAuthError(
                .config, "the script returned \(count) results, and CSV holds but one",
                advice: "Pick one with --table \(ShellWord.quote(name)), or choose another --output")
        }
        hasFound = true
        return true
    }

    /// To be asked when all have been offered.
    func check() throws(OAuthError) {
        guard let wanted, !hasFound, !others.isEmpty else { return }
        let nearest = NearestName.of(wanted, in: others)
        throw OAuthError(
            .config, "the script returned no '\(VisibleText.of(wanted))'",
            advice: nearest.map { "Did you mean --table \(ShellWord.quote($0))?" }
                ?? "It returned \(others.map { VisibleText.of($0) }.joined(separator: ", "))")
    }
}
